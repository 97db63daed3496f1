package models

import "strings"

// Sources: limits from OpenAI's models page (platform.openai.com/docs/models) and
// prices from its pricing page, as we knew them at the date given and without looking
// at the pages again since. Encodings from the table in tiktoken's model.py, which
// maps these names, or their prefix, to o200k_base.
const openAISeen = "2025-10-01"

// Sources for what came later: GitHub's page of models and prices for Copilot, which
// charges the providers' own prices, and resellers' model pages, as stored copies of
// them read in November 2026.
const openAILater = "2026-11-01"

// laterMargin is for models that tiktoken's table, as we know it, does not name. They
// are generally counted with o200k_base; the margin is small since nothing says that
// the encoding has changed, and not nothing since nothing we read says it has not.
const laterMargin = 1.05

var openAIModels = []row{
	exact("gpt-4o", 128_000, 16_384, o200k, Price{2.50, 1.25, 10, openAISeen}),
	exact("gpt-4o-2024-05-13", 128_000, 4_096, o200k, Price{5, 5, 15, openAISeen}),
	exact("gpt-4o-mini", 128_000, 16_384, o200k, Price{0.15, 0.075, 0.60, openAISeen}),
	exact("chatgpt-4o-latest", 128_000, 16_384, o200k, Price{5, 5, 15, openAISeen}),

	exact("gpt-4.1", 1_047_576, 32_768, o200k, Price{2, 0.50, 8, openAISeen}),
	exact("gpt-4.1-mini", 1_047_576, 32_768, o200k, Price{0.40, 0.10, 1.60, openAISeen}),
	exact("gpt-4.1-nano", 1_047_576, 32_768, o200k, Price{0.10, 0.025, 0.40, openAISeen}),
	exact("gpt-4.5", 128_000, 16_384, o200k, Price{75, 37.50, 150, openAISeen}),

	exact("o1", 200_000, 100_000, o200k, Price{15, 7.50, 60, openAISeen}),
	exact("o1-preview", 128_000, 32_768, o200k, Price{15, 7.50, 60, openAISeen}),
	exact("o1-mini", 128_000, 65_536, o200k, Price{1.10, 0.55, 4.40, openAISeen}),
	exact("o1-pro", 200_000, 100_000, o200k, Price{150, 150, 600, openAISeen}),
	exact("o3", 200_000, 100_000, o200k, Price{2, 0.50, 8, openAISeen}),
	exact("o3-mini", 200_000, 100_000, o200k, Price{1.10, 0.55, 4.40, openAISeen}),
	exact("o3-pro", 200_000, 100_000, o200k, Price{20, 20, 80, openAISeen}),
	exact("o4-mini", 200_000, 100_000, o200k, Price{1.10, 0.275, 4.40, openAISeen}),

	exact("gpt-5", 400_000, 128_000, o200k, Price{1.25, 0.125, 10, openAISeen}),
	exact("gpt-5-mini", 400_000, 128_000, o200k, Price{0.25, 0.025, 2, openAISeen}),
	exact("gpt-5-nano", 400_000, 128_000, o200k, Price{0.05, 0.005, 0.40, openAISeen}),
	exact("gpt-5-pro", 400_000, 272_000, o200k, Price{15, 15, 120, openAISeen}),
	exact("gpt-5-chat", 128_000, 16_384, o200k, Price{1.25, 0.125, 10, openAISeen}),

	// Open weights: whoever runs them sets the price.
	exact("gpt-oss-120b", 131_072, 131_072, harmony, Price{}, "gpt-oss-120b-1"),
	exact("gpt-oss-20b", 131_072, 131_072, harmony, Price{}, "gpt-oss-20b-1"),

	// Inputs above 272,000 tokens cost more than is said here for 5.4 and 5.5.
	later("gpt-5.1", 400_000, Price{1.25, 0.125, 10, openAILater}),
	later("gpt-5.2", 400_000, Price{1.75, 0.175, 14, openAILater}),
	later("gpt-5.4", 1_050_000, Price{2.50, 0.25, 15, openAILater}),
	later("gpt-5.4-mini", 400_000, Price{0.75, 0.075, 4.50, openAILater}),
	later("gpt-5.4-nano", 400_000, Price{0.20, 0.02, 1.25, openAILater}),
	later("gpt-5.5", 1_050_000, Price{5, 0.50, 30, openAILater}),
}

// openAILegacyModels are older. Completion models have been switched off; they are
// here because logs, recordings and compatible servers still name them.
var openAILegacyModels = []row{
	exact("gpt-4", 8_192, 8_192, cl100k, Price{30, 30, 60, openAISeen}),
	exact("gpt-4-32k", 32_768, 32_768, cl100k, Price{60, 60, 120, openAISeen}),
	exact("gpt-4-turbo", 128_000, 4_096, cl100k, Price{10, 10, 30, openAISeen},
		"gpt-4-1106-preview", "gpt-4-1106", "gpt-4-0125-preview", "gpt-4-0125", "gpt-4-vision-preview", "gpt-4-1106-vision-preview"),
	exact("gpt-3.5-turbo", 16_385, 4_096, cl100k, Price{0.50, 0.50, 1.50, openAISeen}, "gpt-35-turbo"),
	exact("gpt-3.5-turbo-1106", 16_385, 4_096, cl100k, Price{1, 1, 2, openAISeen}, "gpt-35-turbo-1106"),
	exact("gpt-3.5-turbo-16k", 16_385, 4_096, cl100k, Price{3, 3, 4, openAISeen}, "gpt-35-turbo-16k"),
	exact("gpt-3.5-turbo-0613", 4_096, 4_096, cl100k, Price{1.50, 1.50, 2, openAISeen}, "gpt-3.5-turbo-0301", "gpt-35-turbo-0613", "gpt-35-turbo-0301"),
	exact("gpt-3.5-turbo-instruct", 4_096, 4_096, cl100k, Price{1.50, 1.50, 2, openAISeen}, "gpt-35-turbo-instruct"),
	exact("davinci-002", 16_384, 16_384, cl100k, Price{2, 2, 2, openAISeen}),
	exact("babbage-002", 16_384, 16_384, cl100k, Price{0.40, 0.40, 0.40, openAISeen}),

	exact("text-davinci-003", 4_097, 4_097, p50k, Price{20, 20, 20, "2023-12-01"}),
	exact("text-davinci-002", 4_097, 4_097, p50k, Price{20, 20, 20, "2023-12-01"}),
	exact("code-davinci-002", 8_001, 8_001, p50k, Price{}),
	exact("text-davinci-001", 2_049, 2_049, r50k, Price{20, 20, 20, "2023-12-01"}),
	exact("davinci", 2_049, 2_049, r50k, Price{20, 20, 20, "2023-12-01"}),
	exact("curie", 2_049, 2_049, r50k, Price{2, 2, 2, "2023-12-01"}, "text-curie-001"),
	exact("babbage", 2_049, 2_049, r50k, Price{0.50, 0.50, 0.50, "2023-12-01"}, "text-babbage-001"),
	exact("ada", 2_049, 2_049, r50k, Price{0.40, 0.40, 0.40, "2023-12-01"}, "text-ada-001"),
}

// exact is a model of OpenAI whose encoding is published.
func exact(name string, context, output int, encoding string, price Price, aliases ...string) row {
	return row{Info{
		Name: name, Provider: openAI, Known: true, ContextTokens: context, MaxOutputTokens: output,
		ReasoningTokens: reasoning(name), Encoding: encoding, Margin: 1, Price: price,
	}, aliases}
}

// later is a model of OpenAI whose encoding is assumed.
func later(name string, context int, price Price) row {
	return row{Info{
		Name: name, Provider: openAI, Known: true, ContextTokens: context, MaxOutputTokens: 128_000,
		ReasoningTokens: reasoning(name), Encoding: o200k, Estimated: true, Margin: laterMargin, Price: price,
	}, nil}
}

// reasoning is the room that models of OpenAI get to reason about a task such as
// planning a dozen views. OpenAI's guide to reasoning models says that they may take
// from a few hundred to tens of thousands of tokens.
func reasoning(name string) int {
	series := len(name) > 1 && name[0] == 'o' && name[1] >= '1' && name[1] <= '9'
	if series || strings.HasPrefix(name, "gpt-5") && name != "gpt-5-chat" || strings.HasPrefix(name, "gpt-oss") {
		return 8_000
	}
	return 0
}
