package llmtest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

// FuzzRequest sends anything at all to each family: there is an answer, or an error in
// the family's shape that says so, and never a panic.
func FuzzRequest(f *testing.F) {
	const schema = `{"type":"object","properties":{"a":{"type":["string","null"]}},"required":["a"],"additionalProperties":false}`
	for _, body := range []string{
		chatBody, messagesBody, streamBody, ``, `null`, `[]`, `{"messages":null}`, `{"model":7}`,
		`{"model":"m","messages":[null,{"role":"user","content":[{"type":"image_url"},null,{"text":"x"}]}]}`,
		`{"model":"m","messages":[{"role":"user","content":{"a":1}}]}`,
		`{"model":"m","max_tokens":-1,"messages":[{"role":"user","content":"x"}]}`,
		`{"model":"m","max_tokens":9223372036854775807,"stream":true,"messages":[{"role":"user","content":"\ud800"}]}`,
		`{"model":"m","max_completion_tokens":1e3,"temperature":1e999,"messages":[]}`,
		`{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":` + schema + `}}}`,
		`{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}],"output_config":{"format":{"type":"json_schema","schema":` + schema + `}}}`,
		`{"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"x"}],"tools":[{"name":"t","input_schema":` + schema + `}],"tool_choice":{"name":"t"}}`,
		`{"model":"m","stream_options":[],"messages":` + strings.Repeat("[", 100) + `}`,
	} {
		f.Add("", []byte(body))
	}
	f.Add("api-version=%zz&;", []byte(chatBody))
	f.Fuzz(func(t *testing.T, query string, body []byte) {
		for family, path := range map[ratelimit.Provider]string{
			ratelimit.ProviderOpenAI: openAIPath, ratelimit.ProviderAzure: strings.Split(azurePath, "?")[0], ratelimit.ProviderAnthropic: anthropicPath,
		} {
			p := llmtest.NewProvider(ratelimit.Quota{Provider: family})
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(string(body)))
			r.Header.Set("Anthropic-Version", "2023-06-01")
			if r.URL.RawQuery = query; query == "" {
				r.URL.RawQuery = "api-version=2024-10-21"
			}
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			counts := p.Counts()
			require.Equal(t, 1, counts.Invalid+counts.Answered, "%s: %d %s", family, w.Code, w.Body)
			switch {
			case counts.Invalid == 1:
				require.GreaterOrEqual(t, w.Code, http.StatusBadRequest)
				requireErrorShape(t, family, w.Body.String())
			case strings.HasPrefix(w.Header().Get("Content-Type"), "text/event-stream"):
				require.Regexp(t, `(\[DONE\]|"message_stop"\})\s*$`, w.Body.String())
			default:
				require.True(t, json.Valid(w.Body.Bytes()))
			}
			require.True(t, json.Valid(body) || counts.Invalid == 1, "%s", body)
		}
	})
}
