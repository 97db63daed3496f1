// Package tokens counts the tokens of a text exactly as a model's tokenizer does,
// offline and fast.
//
//	enc, err := tokens.ForModel("gpt-4o")
//	n := enc.Count(text)
//
// OpenAI has published the encodings o200k_base, cl100k_base, p50k_base and
// r50k_base. For models that use one of them Count gives the number that the
// reference implementation, tiktoken, gives for ordinary text, on any input. The
// text of a special token, such as "<|endoftext|>", counts as the ordinary text that
// it is; what a provider adds around messages is not counted.
//
// Other models (Claude, Gemini, anything unknown) have no published encoding. Their
// Count is an estimate meant to err on the high side: the count by a published
// encoding times the margin that package models documents, rounded up.
// [Encoding.Exact] and [Encoding.String] tell which of the two it is.
//
// The counter splits a text into pieces with a scanner written by hand, looks up
// each piece in a small cache, then in the vocabulary, and merges byte pairs only
// where both fail. It never takes quadratic time. The vocabularies come with the
// module github.com/pkoukk/tiktoken-go-loader and are decoded once, when first asked
// for; nothing is downloaded.
package tokens
