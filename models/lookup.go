package models

import (
	"iter"
	"regexp"
	"slices"
	"strings"
)

// Lookup finds a model by the name that one calls it by: the provider's own, with or
// without the date of a snapshot, the name of a fine-tuned model ("ft:gpt-4o:…"), or
// the name that a cloud or a router gives it: "azure/gpt-4o", "gpt-35-turbo",
// "openai/gpt-4.1", "models/gemini-2.5-pro", "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
// "claude-3-5-haiku@20241022". Nothing is guessed from the likeness of names. The
// price is the maker's own, whoever serves the model; that of fine-tuned models is
// another and not known.
//
// For any other name, such as that of a deployment, it gives [Unknown] and false.
func Lookup(name string) (Info, bool) {
	base, tuned := strings.CutPrefix(strings.ToLower(strings.TrimSpace(name)), "ft:")
	if tuned {
		base, _, _ = strings.Cut(base, ":")
	}
	for candidate := range candidates(base) {
		if info, ok := table()[candidate]; ok {
			if tuned {
				info.Price = Price{}
			}
			return info, true
		}
	}
	return Unknown(name), false
}

// Unknown is what is assumed of a model that is not in the table: a context of 32,768
// tokens of which 4,096 may be output, which nearly every model in use has; tokens as
// o200k_base counts them and a third more, which covers the published tokenizers of
// 100,000 entries and more on JSON and English; and no price.
func Unknown(name string) Info {
	return Info{
		Name: name, ContextTokens: 32_768, MaxOutputTokens: 4_096,
		Encoding: o200k, Estimated: true, Margin: unknownMargin,
	}
}

// All gives the table in the order of names.
func All() []Info {
	var all []Info
	for _, rows := range families {
		for _, row := range rows {
			all = append(all, row.Info)
		}
	}
	slices.SortFunc(all, func(a, b Info) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// snapshot is the end of a name that tells which version of the model is meant.
var snapshot = regexp.MustCompile(`(?:` + strings.Join([]string{
	`-\d{4}-\d\d-\d\d`, `[-@]20\d{6}`, `-\d{4}`, // dates: OpenAI's, Anthropic's, OpenAI's older
	`-(?:preview|exp)(?:-\d\d-\d\d(?:\d\d)?)?`, // Google's, with or without date
	`-latest`, `@default`, `-v\d+`, `:\d+`, // clouds' own versions
	`:free`, // OpenRouter's free tier
}, `|`) + `)$`)

// candidates yields the names that name may stand for, the most exact first.
func candidates(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(name) {
			return
		}
		// A path: what a router or a cloud puts before the name.
		name = name[strings.LastIndexByte(name, '/')+1:]
		// A region and a provider, as Amazon Bedrock writes them.
		for _, provider := range [...]string{"anthropic.", "openai."} {
			if at := strings.Index(name, provider); at == 0 || at > 0 && name[at-1] == '.' {
				name = name[at+len(provider):]
			}
		}
		for {
			if !yield(name) {
				return
			}
			at := snapshot.FindStringIndex(name)
			if at == nil {
				return
			}
			name = name[:at[0]]
		}
	}
}
