package llmtest

import (
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// azure speaks Azure OpenAI's chat completions: OpenAI's, at paths, with headers and
// with errors of their own. Source: its REST reference, and what others report of
// headers and bodies.
type azure struct{ openAI }

var (
	azurePath    = regexp.MustCompile(`^/openai/(?:v1|deployments/([^/]+))/chat/completions$`)
	azureVersion = regexp.MustCompile(`^\d{4}-\d\d-\d\d(-preview)?$`)
)

func (azure) read(r *http.Request, body []byte) (question, *llm.Error) {
	path := azurePath.FindStringSubmatch(r.URL.Path)
	if path == nil || path[1] != "" && !azureVersion.MatchString(r.URL.Query().Get("api-version")) {
		return question{}, missing()
	}
	return readChat(r, body, path[1])
}

// tell leaves out limits, as older versions of the API do.
func (azure) tell(h http.Header, id string, o ratelimit.Observed, _ time.Time) {
	h.Set("Apim-Request-Id", id)
	h.Set("X-Ms-Region", "Simulated")
	for name, limit := range map[string]ratelimit.ObservedLimit{"Tokens": o.Tokens, "Requests": o.Requests} {
		if limit.HasRemaining {
			h.Set("X-Ratelimit-Remaining-"+name, strconv.Itoa(limit.Remaining))
		}
		if limit.HasReset {
			h.Set("X-Ratelimit-Reset-"+name, seconds(limit.Reset))
		}
	}
	retryAfter(h, o.RetryAfter, true)
}

// azureFaults are the replies for errors, by kind: status, code and text.
var azureFaults = map[llm.Kind]struct {
	status     int
	code, text string
}{
	llm.RateLimited:  {429, "429", ""},
	llm.Overloaded:   {429, "429", "The service is experiencing high demand."},
	llm.Unavailable:  {500, "InternalServerError", "The server had an error."},
	llm.Timeout:      {408, "Timeout", "The operation was timeout."},
	llm.Unauthorized: {401, "401", "Access denied due to invalid subscription key."},
	llm.UnknownModel: {404, "DeploymentNotFound", "There is no such deployment."},
	llm.QuotaSpent:   {429, "insufficient_quota", "You exceeded your current quota."},
	llm.TooLarge:     {400, "context_length_exceeded", "The maximum context length is exceeded."},
	llm.Invalid:      {400, "BadRequest", "The request is not valid."},
	llm.Refused:      {400, "content_filter", "The prompt was filtered by the content management policy."},
}

func (azure) failure(e *llm.Error, _ string) (int, any) {
	fault, ok := azureFaults[e.Kind]
	if !ok {
		fault = azureFaults[llm.Unavailable]
	}
	text := fault.text
	switch {
	case e.Kind == llm.RateLimited:
		what := "token"
		if e.Code == string(ratelimittest.Requests) {
			what = "call"
		}
		text = "Calls have exceeded " + what + " rate limit of the pricing tier. Please retry after " + seconds(e.RetryAfter) + " seconds."
	case e.Code == string(ratelimittest.TooLarge):
		return http.StatusTooManyRequests, azureError("429", "Request too large for the limit of tokens per minute.")
	}
	return fault.status, azureError(fault.code, message(text, e))
}

func azureError(code, text string) any { return object{"error": object{"code": code, "message": text}} }

func (a azure) begin(s *events, of answer) {
	filtered := a.chunk(of, nil, nil)
	filtered["choices"] = []object{} // of the prompt, before all else
	filtered["prompt_filter_results"] = []object{{"prompt_index": 0, "content_filter_results": object{}}}
	s.send("", filtered)
	a.openAI.begin(s, of)
}
