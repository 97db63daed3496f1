package models

// Sources: Google's pages of Gemini models and prices (ai.google.dev/gemini-api/docs),
// as we knew them at the date given; prices are those of text, for prompts up to
// 200,000 tokens (128,000 for 1.5) where longer ones cost more, without the storage
// of explicit caches.
const googleSeen = "2025-10-01"

// geminiMargin: Gemini's own tokenizer is not published as such, but it is a
// SentencePiece vocabulary of about 256,000 entries, larger than o200k_base. Published
// comparisons find the two within 10 to 15 % of each other; not measured by us.
const geminiMargin = 1.2

var googleModels = []row{
	gemini("gemini-1.5-pro", 2_097_152, 8_192, Price{1.25, 0.3125, 5, googleSeen}),
	gemini("gemini-1.5-flash", 1_048_576, 8_192, Price{0.075, 0.01875, 0.30, googleSeen}),
	gemini("gemini-1.5-flash-8b", 1_048_576, 8_192, Price{0.0375, 0.01, 0.15, googleSeen}),
	gemini("gemini-2.0-flash", 1_048_576, 8_192, Price{0.10, 0.025, 0.40, googleSeen}),
	gemini("gemini-2.0-flash-lite", 1_048_576, 8_192, Price{0.075, 0.075, 0.30, googleSeen}),
	gemini("gemini-2.5-pro", 1_048_576, 65_536, Price{1.25, 0.125, 10, googleSeen}),
	gemini("gemini-2.5-flash", 1_048_576, 65_536, Price{0.30, 0.03, 2.50, googleSeen}),
	gemini("gemini-2.5-flash-lite", 1_048_576, 65_536, Price{0.10, 0.01, 0.40, googleSeen}),
}

func gemini(name string, context, output int, price Price) row {
	return row{Info{
		Name: name, Provider: google, Known: true, ContextTokens: context, MaxOutputTokens: output,
		Encoding: o200k, Estimated: true, Margin: geminiMargin, Price: price,
	}, []string{name + "-001", name + "-002"}}
}
