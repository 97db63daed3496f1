package llmtest

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

// wire is the protocol of a family.
type wire interface {
	// read understands a request, or says what is wrong with it.
	read(r *http.Request, body []byte) (question, *llm.Error)
	// tell writes what replies say of themselves and of limits.
	tell(h http.Header, id string, o ratelimit.Observed, now time.Time)
	// failure is the reply for an error.
	failure(e *llm.Error, id string) (status int, body any)

	whole(a answer) any
	begin(s *events, a answer)
	piece(s *events, a answer, text string)
	end(s *events, a answer)
	late(s *events, body any) // an error instead of an end
}

func wireOf(p ratelimit.Provider) wire {
	switch p {
	case ratelimit.ProviderAzure:
		return azure{}
	case ratelimit.ProviderAnthropic:
		return anthropic{}
	case ratelimit.ProviderOpenAI, ratelimit.ProviderPlain:
		return openAI{}
	}
	panic(fmt.Sprintf("llmtest: there is no provider %q", string(p)))
}

// question is a request as it was understood.
type question struct {
	llm.Request

	stream bool
	usage  bool   // wanted in a stream
	tool   string // the answer is to be this tool's input
	hash   uint64
}

// key names a question, so that a retry is known as such.
func (q question) key() string { return strconv.FormatUint(q.hash, 16) }

// answer is what is known of one.
type answer struct {
	llm.Response

	id      string
	q       question
	created int64
	known   bool // all of the Response is, from the beginning
}

// invalid is the error of a request that is not understood.
func invalid(format string, args ...any) *llm.Error {
	return &llm.Error{Kind: llm.Invalid, Err: fmt.Errorf(format, args...)}
}

// missing is the error of a path that there is not.
func missing() *llm.Error {
	return &llm.Error{Kind: llm.UnknownModel, Err: fmt.Errorf("there is nothing at this path")}
}

// message is what a body says of an error.
func message(text string, e *llm.Error) string {
	if e.Err == nil {
		return text
	}
	return text + " (" + e.Err.Error() + ")"
}

// seconds is a time in whole seconds, as most headers tell it.
func seconds(d time.Duration) string { return strconv.Itoa(int(math.Ceil(d.Seconds()))) }

// retryAfter tells how long to wait, if that is told.
func retryAfter(h http.Header, d time.Duration, exact bool) {
	if d <= 0 {
		return
	}
	h.Set("Retry-After", seconds(d))
	if exact {
		h.Set("Retry-After-Ms", strconv.FormatInt(int64(math.Ceil(float64(d)/float64(time.Millisecond))), 10))
	}
}

// texts is the content of a message: a text, or parts of which the texts count.
type texts string

// UnmarshalJSON reads any of these.
func (t *texts) UnmarshalJSON(data []byte) error {
	var parts []struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(data, &parts) == nil {
		for _, part := range parts {
			*t += texts(part.Text)
		}
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

// events writes a stream of server-sent events (WHATWG HTML, section 9.2).
type events struct {
	w   http.ResponseWriter
	err error // the first; nothing is written after it
}

// send writes one event; data that is a string goes as it is.
func (s *events) send(name string, data any) {
	if s.err != nil {
		return
	}
	text, ok := data.(string)
	if !ok {
		var encoded []byte
		if encoded, s.err = json.Marshal(data); s.err != nil {
			return
		}
		text = string(encoded)
	}
	if name != "" {
		name = "event: " + name + "\n"
	}
	if _, s.err = io.WriteString(s.w, name+"data: "+text+"\n\n"); s.err == nil {
		s.err = http.NewResponseController(s.w).Flush()
	}
}

// object is a JSON object.
type object = map[string]any
