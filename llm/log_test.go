package llm_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
)

var discard = slog.New(slog.DiscardHandler)

func TestTheLogTellsNumbersAndNoTexts(t *testing.T) {
	t.Parallel()
	question := ask
	question.SchemaName = "plan"
	question.Messages = []llm.Message{{Role: llm.User, Text: "a private question"}}
	for name, test := range map[string]struct {
		log    func(*slog.Logger) llm.Middleware
		level  slog.Level
		step   llmtest.Step
		want   map[string]any
		texts  bool
		silent bool
	}{
		"answered":   {llm.Log, slog.LevelDebug, llmtest.Text("a private answer"), map[string]any{"level": "DEBUG", "model": "m", "schema": "plan", "input_tokens": 100.0, "output_tokens": 4.0, "stop": "end"}, false, false},
		"failed":     {llm.Log, slog.LevelInfo, llmtest.Fail(llm.Overloaded), map[string]any{"level": "WARN", "kind": "overloaded", "error": "llm: llmtest: overloaded"}, false, false},
		"not wanted": {llm.Log, slog.LevelInfo, llmtest.Text("a private answer"), nil, false, true},
		"with texts": {llm.LogTexts, slog.LevelDebug, llmtest.Text("a private answer"), map[string]any{"answer": "a private answer", "system": "Be kind."}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			logger := slog.New(slog.NewJSONHandler(&b, &slog.HandlerOptions{Level: test.level}))
			_, _ = llm.Chain(llmtest.Always(test.step), test.log(logger)).Generate(t.Context(), question)
			if test.silent {
				require.Empty(t, b.String())
				return
			}
			var line map[string]any
			require.NoError(t, json.Unmarshal(b.Bytes(), &line))
			for key, value := range test.want {
				require.Equal(t, value, line[key], key)
			}
			if !test.texts {
				require.NotContains(t, b.String(), "private")
				require.NotContains(t, b.String(), "Be kind")
			}
		})
	}
}
