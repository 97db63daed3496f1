package llmtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/specloom/specloom/llm"
)

// Run checks that clients keep the promises of [llm.Client] and, where they are
// streamers, of [llm.Streamer]. For each check newClient makes a client that is
// answered by model: in process, as middleware around it, or over a wire, by a
// [Provider] with [WithModel]. For clients of the known families see [RunHTTP].
func Run(t *testing.T, newClient func(t *testing.T, model llm.Client) llm.Client) {
	t.Helper()
	for _, check := range []struct {
		name string
		run  func(*suite)
	}{
		{"answers come as they were given", (*suite).answers},
		{"questions arrive as they were asked", (*suite).questions},
		{"errors keep their kind", (*suite).kinds},
		{"an ended context asks nothing", (*suite).ended},
		{"cancellation ends a call that waits", (*suite).cancelWaiting},
		{"cancellation ends a stream", (*suite).cancelStream},
		{"deadlines end calls", (*suite).deadline},
		{"parallel calls do not mix", (*suite).parallel},
	} {
		t.Run(check.name, func(t *testing.T) {
			t.Parallel()
			check.run(&suite{T: t, newClient: newClient})
		})
	}
}

type suite struct {
	*testing.T

	newClient func(t *testing.T, model llm.Client) llm.Client
	ask       askFunc // within each
}

type askFunc func(ctx context.Context, client llm.Client, req llm.Request) (*llm.Response, error)

// asked is a request that every client can translate.
func asked() llm.Request {
	warm := 0.5
	return llm.Request{
		Model: "model-1", System: "Be brief.", MaxOutputTokens: 20_000, Temperature: &warm,
		Messages: []llm.Message{{Role: llm.User, Text: "Hello."}, {Role: llm.Assistant, Text: "Yes?"}, {Role: llm.User, Text: "Speak."}},
	}
}

// ways are the two ways to ask. The second checks what pieces must be.
var ways = map[string]askFunc{
	"whole": func(ctx context.Context, client llm.Client, req llm.Request) (*llm.Response, error) {
		return client.Generate(ctx, req)
	},
	"stream": func(ctx context.Context, client llm.Client, req llm.Request) (*llm.Response, error) {
		var text strings.Builder
		var mu sync.Mutex // one call at a time, so that nobody ever waits for it
		over := false
		resp, err := llm.Stream(ctx, client, req, func(d llm.Delta) {
			if !mu.TryLock() {
				panic("llmtest: two pieces at once")
			}
			defer mu.Unlock()
			if over {
				panic("llmtest: a piece after the end")
			}
			if d.Restart {
				text.Reset()
			}
			text.WriteString(d.Text)
		})
		mu.Lock()
		defer mu.Unlock()
		over = true
		if err == nil && resp != nil && text.String() != resp.Text {
			return resp, fmt.Errorf("the pieces make %.100q, the answer is %.100q", text.String(), resp.Text)
		}
		return resp, err
	},
}

// each runs a check for both ways to ask.
func (s *suite) each(check func(s *suite)) {
	for _, name := range []string{"whole", "stream"} {
		s.named(name, func(s *suite) {
			s.ask = ways[name]
			check(s)
		})
	}
}

func (s *suite) named(name string, check func(s *suite)) {
	s.Run(name, func(t *testing.T) { check(&suite{T: t, newClient: s.newClient}) })
}

func (s *suite) answers() {
	usage := llm.Usage{InputTokens: 120, CachedTokens: 64, OutputTokens: 40, ReasoningTokens: 16}
	for name, given := range map[string]llm.Response{
		"a text":          {Text: "Good morning.", StopReason: llm.StopEnd, Usage: usage},
		"no text":         {StopReason: llm.StopEnd, Usage: llm.Usage{InputTokens: 7, OutputTokens: 1}},
		"cut":             {Text: "Good mor", StopReason: llm.StopLength, Usage: usage},
		"a refusal":       {Text: "I would rather not.", StopReason: llm.StopRefusal, Usage: usage},
		"all sorts":       {Text: "\"\\\n\r\n\tdata: x\n\n[DONE] é 日本 😀 \u2028 \u0000 </script>\u200b", StopReason: llm.StopEnd, Usage: usage},
		"a very long one": {Text: strings.Repeat("All work and no play. 日本\n", 8_000), StopReason: llm.StopEnd, Usage: llm.Usage{InputTokens: 9, OutputTokens: 19_000}},
	} {
		s.named(name, func(s *suite) {
			s.each(func(s *suite) {
				resp, err := s.ask(s.Context(), s.newClient(s.T, Always(Answer(given))), asked())
				switch {
				case err != nil || resp == nil:
					s.Fatalf("there is no answer: %v", err)
				case resp.Text != given.Text:
					s.Errorf("the text is %.200q, want %.200q", resp.Text, given.Text)
				case resp.StopReason != given.StopReason:
					s.Errorf("it stopped by %q, want %q", resp.StopReason, given.StopReason)
				case resp.Usage != given.Usage:
					s.Errorf("the usage is %+v, want %+v", resp.Usage, given.Usage)
				}
			})
		})
	}
}

func (s *suite) questions() {
	s.each(func(s *suite) {
		model := Always(ToSchema())
		want := asked()
		want.Schema = json.RawMessage(`{"type":"object","properties":{"z":{"type":"integer"},"a":{"enum":["only"]}},"required":["z","a"],"additionalProperties":false}`)
		want.SchemaName = "plan"
		resp, err := s.ask(s.Context(), s.newClient(s.T, model), want)
		if err != nil || len(model.Requests()) != 1 {
			s.Fatalf("%d calls were made: %v", len(model.Requests()), err)
		}
		got := model.Requests()[0]
		if got.Model != want.Model || got.System != want.System || !slices.Equal(got.Messages, want.Messages) || got.MaxOutputTokens != want.MaxOutputTokens {
			s.Errorf("asked was %+v, and what arrived is %+v", want, got)
		}
		if got.Temperature != nil && *got.Temperature != *want.Temperature {
			s.Errorf("the temperature arrived as %v", *got.Temperature)
		}
		if z, a := strings.Index(string(got.Schema), `"z"`), strings.Index(string(got.Schema), `"a"`); z < 0 || a < z {
			s.Errorf("the schema arrived as %s", got.Schema)
		}
		var answer struct {
			Z int
			A string
		}
		if err := json.Unmarshal([]byte(resp.Text), &answer); err != nil || answer.A != "only" {
			s.Errorf("the answer to a schema is %q: %v", resp.Text, err)
		}
	})
}

func (s *suite) kinds() {
	for _, kind := range []llm.Kind{
		llm.RateLimited, llm.Overloaded, llm.Unavailable, llm.Timeout, llm.Unauthorized,
		llm.UnknownModel, llm.QuotaSpent, llm.TooLarge, llm.Invalid, llm.Refused,
	} {
		s.named(string(kind), func(s *suite) {
			s.each(func(s *suite) {
				given := &llm.Error{Kind: kind, Err: errors.New("for a reason")}
				if kind == llm.RateLimited {
					given.RetryAfter = 3 * time.Second
				}
				model := Always(Error(given))
				_, err := s.ask(s.Context(), s.newClient(s.T, model), asked())
				failure, ok := errors.AsType[*llm.Error](err)
				switch {
				case !ok || failure.Kind != kind || !errors.Is(err, kind):
					s.Errorf("what failed as %q is told as %v", kind, err)
				case failure.RetryAfter < given.RetryAfter:
					s.Errorf("told to wait for %v, it says %v", given.RetryAfter, failure.RetryAfter)
				case len(model.Requests()) != 1:
					s.Errorf("%d calls were made of one", len(model.Requests()))
				}
			})
		})
	}
}

func (s *suite) ended() {
	s.each(func(s *suite) {
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		_, err := s.ask(ctx, s.newClient(s.T, Always(Text("too late"))), asked())
		cancelled(s.T, err)
	})
}

// cancelled checks the error of a call that its caller has given up.
func cancelled(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, context.Canceled) || llm.KindOf(err) != "" {
		t.Errorf("a cancelled call returned %v; want context.Canceled, and no kind: the provider did not fail", err)
	}
}

// reached waits in the model for the caller's wish to end the call.
func (s *suite) reached(ctx context.Context) {
	patience := time.NewTimer(20 * time.Second)
	defer patience.Stop()
	select {
	case <-ctx.Done():
	case <-patience.C:
		s.Error("the caller has given up, and the model does not hear of it")
	}
}

func (s *suite) cancelWaiting() {
	s.each(func(s *suite) {
		ctx, cancel := context.WithCancel(s.Context())
		defer cancel()
		gone := make(chan struct{})
		model := llm.ClientFunc(func(ctx context.Context, _ llm.Request) (*llm.Response, error) {
			cancel()
			s.reached(ctx)
			close(gone)
			return nil, ctx.Err()
		})
		_, err := s.ask(ctx, s.newClient(s.T, model), asked())
		cancelled(s.T, err)
		<-gone
	})
}

func (s *suite) cancelStream() {
	gone := make(chan struct{})
	model := llm.StreamFunc(func(ctx context.Context, _ llm.Request, each func(llm.Delta)) (*llm.Response, error) {
		each(llm.Delta{Text: "Good "})
		s.reached(ctx)
		close(gone)
		return nil, ctx.Err()
	})
	client := s.newClient(s.T, model)
	if _, ok := client.(llm.Streamer); !ok {
		s.Skip("the client is no llm.Streamer")
	}
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	text := ""
	_, err := llm.Stream(ctx, client, asked(), func(d llm.Delta) {
		if text += d.Text; text == "Good " {
			cancel()
		}
	})
	cancelled(s.T, err)
	<-gone
	if text != "Good " {
		s.Errorf("the pieces before the end were %q", text)
	}
}

func (s *suite) deadline() {
	s.each(func(s *suite) {
		ctx, cancel := context.WithTimeout(s.Context(), 20*time.Millisecond)
		defer cancel()
		_, err := s.ask(ctx, s.newClient(s.T, Always(Wait(20*time.Second, Text("late")))), asked())
		if !errors.Is(err, context.DeadlineExceeded) {
			s.Errorf("a call beyond its deadline returned %v", err)
		}
	})
}

func (s *suite) parallel() {
	s.each(func(s *suite) {
		client := s.newClient(s.T, llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
			return Text("You said: "+req.Messages[0].Text)(ctx, req)
		}))
		var wg sync.WaitGroup
		for i := range 32 {
			wg.Go(func() {
				req := asked()
				said := strings.Repeat(fmt.Sprint("I am ", i, ". "), 50)
				req.Messages = []llm.Message{{Role: llm.User, Text: said}}
				resp, err := s.ask(s.Context(), client, req)
				if err != nil || resp.Text != "You said: "+said {
					s.Errorf("call %d: got %+v, %v", i, resp, err)
				}
			})
		}
		wg.Wait()
	})
}
