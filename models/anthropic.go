package models

// Sources: Anthropic's models overview and pricing pages (docs.anthropic.com, now
// platform.claude.com) as we knew them at the first date, and stored copies of them
// read in November 2026 for what has the second. Contexts that need a beta header are
// not given.
const (
	anthropicSeen  = "2025-11-24"
	anthropicLater = "2026-11-01"
)

// Anthropic publishes no tokenizer, only an endpoint that counts. Published
// comparisons with o200k_base find 15 to 20 % more tokens for English and about 30 %
// more for code; descriptions in JSON are nearer to code. The tokenizer of Claude
// Opus 4.7, Sonnet 5 and what came after makes about 30 % more tokens of the same
// text than the earlier one (platform.claude.com, "Token counting"). Both margins are
// set above these so that a limit is not broken; they were not measured by us.
const (
	claudeMargin      = 1.35
	claudeMarginSince = 1.8
)

var anthropicModels = []row{
	claude("claude-3-haiku", 200_000, 4_096, claudeMargin, Price{0.25, 0.03, 1.25, anthropicSeen}),
	claude("claude-3-sonnet", 200_000, 4_096, claudeMargin, Price{3, 0.30, 15, anthropicSeen}),
	claude("claude-3-opus", 200_000, 4_096, claudeMargin, Price{15, 1.50, 75, anthropicSeen}),
	claude("claude-3-5-haiku", 200_000, 8_192, claudeMargin, Price{0.80, 0.08, 4, anthropicSeen}, "claude-3.5-haiku"),
	claude("claude-3-5-sonnet", 200_000, 8_192, claudeMargin, Price{3, 0.30, 15, anthropicSeen}, "claude-3.5-sonnet"),
	claude("claude-3-7-sonnet", 200_000, 64_000, claudeMargin, Price{3, 0.30, 15, anthropicSeen}, "claude-3.7-sonnet"),
	claude("claude-sonnet-4", 200_000, 64_000, claudeMargin, Price{3, 0.30, 15, anthropicSeen}, "claude-sonnet-4-0"),
	claude("claude-opus-4", 200_000, 32_000, claudeMargin, Price{15, 1.50, 75, anthropicSeen}, "claude-opus-4-0"),
	claude("claude-opus-4-1", 200_000, 32_000, claudeMargin, Price{15, 1.50, 75, anthropicSeen}, "claude-opus-4.1"),
	claude("claude-sonnet-4-5", 200_000, 64_000, claudeMargin, Price{3, 0.30, 15, anthropicSeen}, "claude-sonnet-4.5"),
	claude("claude-haiku-4-5", 200_000, 64_000, claudeMargin, Price{1, 0.10, 5, anthropicSeen}, "claude-haiku-4.5"),
	claude("claude-opus-4-5", 200_000, 64_000, claudeMargin, Price{5, 0.50, 25, anthropicSeen}, "claude-opus-4.5"),
	claude("claude-opus-4-6", 1_000_000, 128_000, claudeMargin, Price{5, 0.50, 25, anthropicLater}, "claude-opus-4.6"),
	claude("claude-opus-5", 1_000_000, 128_000, claudeMarginSince, Price{5, 0.50, 25, anthropicLater}),
	claude("claude-sonnet-5", 1_000_000, 128_000, claudeMarginSince, Price{2, 0.20, 10, anthropicLater}),
}

func claude(name string, context, output int, margin float64, price Price, aliases ...string) row {
	return row{Info{
		Name: name, Provider: anthropic, Known: true, ContextTokens: context, MaxOutputTokens: output,
		Encoding: o200k, Estimated: true, Margin: margin, Price: price,
	}, aliases}
}
