package models_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/models"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"gpt-4o":                                       "gpt-4o",
		" GPT-4o ":                                     "gpt-4o",
		"gpt-4o-2024-08-06":                            "gpt-4o",
		"gpt-4o-2024-05-13":                            "gpt-4o-2024-05-13",
		"gpt-4o-mini-2024-07-18":                       "gpt-4o-mini",
		"ft:gpt-4o-mini-2024-07-18:acme::8abc":         "gpt-4o-mini",
		"azure/gpt-4o":                                 "gpt-4o",
		"openrouter/openai/gpt-4.1":                    "gpt-4.1",
		"openai/gpt-oss-20b:free":                      "gpt-oss-20b",
		"openai.gpt-oss-120b-1:0":                      "gpt-oss-120b",
		"gpt-4.1-mini-2025-04-14":                      "gpt-4.1-mini",
		"gpt-4.5-preview-2025-02-27":                   "gpt-4.5",
		"o1-preview":                                   "o1-preview",
		"o3-mini-2025-01-31":                           "o3-mini",
		"gpt-5-chat-latest":                            "gpt-5-chat",
		"gpt-5-nano-2025-08-07":                        "gpt-5-nano",
		"gpt-4":                                        "gpt-4",
		"gpt-4-0613":                                   "gpt-4",
		"gpt-4-32k-0613":                               "gpt-4-32k",
		"gpt-4-1106-preview":                           "gpt-4-turbo",
		"gpt-4-turbo-2024-04-09":                       "gpt-4-turbo",
		"gpt-4-turbo-preview":                          "gpt-4-turbo",
		"gpt-35-turbo":                                 "gpt-3.5-turbo",
		"gpt-35-turbo-16k":                             "gpt-3.5-turbo-16k",
		"gpt-3.5-turbo-0125":                           "gpt-3.5-turbo",
		"gpt-3.5-turbo-0613":                           "gpt-3.5-turbo-0613",
		"davinci":                                      "davinci",
		"davinci-002":                                  "davinci-002",
		"text-davinci-003":                             "text-davinci-003",
		"claude-3-5-sonnet-20241022":                   "claude-3-5-sonnet",
		"claude-3-5-sonnet-latest":                     "claude-3-5-sonnet",
		"claude-3-5-sonnet-v2@20241022":                "claude-3-5-sonnet",
		"anthropic/claude-3.7-sonnet":                  "claude-3-7-sonnet",
		"anthropic.claude-3-haiku-20240307-v1:0":       "claude-3-haiku",
		"us.anthropic.claude-sonnet-4-5-20250929-v1:0": "claude-sonnet-4-5",
		"claude-sonnet-4-20250514":                     "claude-sonnet-4",
		"claude-opus-4-1-20250805":                     "claude-opus-4-1",
		"claude-opus-4-5@20251101":                     "claude-opus-4-5",
		"models/gemini-2.5-pro":                        "gemini-2.5-pro",
		"gemini-1.5-flash-002":                         "gemini-1.5-flash",
		"gemini-2.5-flash-preview-09-2025":             "gemini-2.5-flash",
		"gemini-2.5-pro-exp-03-25":                     "gemini-2.5-pro",
	} {
		info, known := models.Lookup(name)
		require.True(t, known, name)
		require.True(t, info.Known, name)
		require.Equal(t, want, info.Name, name)
	}
}

func TestLookupGuessesNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", " ", "my-gpt-4o-prod", "gpt-4o-audio-preview", "gpt-9", "gpt-4o2", "claude", "gemini", "llama-3.1-70b",
		"gpt-4o/", "/", "ft:", "ft:mine:acme", "-2024-08-06", "text-davinci-004", "davinci-003", "openai.", "..anthropic.",
	} {
		info, known := models.Lookup(name)
		require.False(t, known, name)
		require.Equal(t, models.Unknown(name), info)
		require.False(t, info.Known)
		require.True(t, info.Estimated)
		require.Greater(t, info.Margin, 1.0)
		require.False(t, info.Price.Known())
		require.Contains(t, info.String(), "not known")
	}
}

func TestFineTunedModelsHaveNoPrice(t *testing.T) {
	t.Parallel()
	base, _ := models.Lookup("gpt-4o")
	tuned, known := models.Lookup("ft:gpt-4o:acme::1")
	require.True(t, known)
	require.False(t, tuned.Price.Known())
	tuned.Price = base.Price
	require.Equal(t, base, tuned)
}

// TestTable holds every row to what must be true of any model.
func TestTable(t *testing.T) {
	t.Parallel()
	encodings := []string{"o200k_base", "o200k_harmony", "cl100k_base", "p50k_base", "r50k_base"}
	all := models.All()
	require.Greater(t, len(all), 50)
	seen := map[string]bool{}
	for _, info := range all {
		require.False(t, seen[info.Name], "%s is there twice", info.Name)
		seen[info.Name] = true
		found, known := models.Lookup(info.Name)
		require.True(t, known, info.Name)
		require.Equal(t, info, found)
		require.True(t, info.Known, info.Name)
		require.NotEmpty(t, info.Provider, info.Name)
		require.Contains(t, encodings, info.Encoding, info.Name)
		require.Positive(t, info.MaxOutputTokens, info.Name)
		require.GreaterOrEqual(t, info.ContextTokens, info.MaxOutputTokens, info.Name)
		if info.Estimated {
			require.Greater(t, info.Margin, 1.0, info.Name)
		} else {
			require.Equal(t, "OpenAI", info.Provider, "%s: nobody else publishes the encoding", info.Name)
			require.InDelta(t, 1, info.Margin, 0, info.Name)
		}
		price := info.Price
		if !price.Known() {
			require.Zero(t, price, info.Name)
			continue
		}
		_, err := time.Parse(time.DateOnly, price.AsOf)
		require.NoError(t, err, info.Name)
		require.Positive(t, price.CachedInput, info.Name)
		require.LessOrEqual(t, price.CachedInput, price.Input, info.Name)
		require.LessOrEqual(t, price.Input, price.Output, info.Name)
	}
}

func TestInfoIsAValue(t *testing.T) {
	t.Parallel()
	mine, _ := models.Lookup("o3")
	mine.Price.Input, mine.ContextTokens = 99, 1
	again, _ := models.Lookup("o3")
	require.NotEqual(t, mine, again)
	all := models.All()
	all[0].Name = "changed"
	require.NotEqual(t, all[0], models.All()[0])
}
