package llm_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

// shelf is a store in memory.
type shelf struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (s *shelf) Get(_ context.Context, key string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, ok := s.kept[key]
	return value, ok
}

func (s *shelf) Put(_ context.Context, key string, value []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string][]byte{}
	}
	s.kept[key] = value
}

func TestKeysAreOfWhatIsAsked(t *testing.T) {
	t.Parallel()
	warm := 0.5
	base := llm.Request{
		Model: "m", System: "s", Schema: json.RawMessage(`{"a": 1}`), SchemaName: "n", MaxOutputTokens: 5,
		Messages: []llm.Message{{Role: llm.User, Text: "a"}, {Role: llm.User, Text: "b"}},
	}
	same := base
	same.InputTokens, same.Priority, same.Metadata, same.Schema = 9, 3, map[string]string{"k": "v"}, json.RawMessage(` {"a":1}`)
	require.Equal(t, base.Key(), same.Key())
	require.Equal(t, "456109d97bfa8fdf6820151bd03b2e49", base.Key(), "keys outlive a version: files are named by them")
	seen := map[string]string{base.Key(): "base"}
	for name, change := range map[string]func(*llm.Request){
		"model":       func(r *llm.Request) { r.Model = "x" },
		"system":      func(r *llm.Request) { r.System = "x" },
		"schema":      func(r *llm.Request) { r.Schema = json.RawMessage(`{"a":2}`) },
		"no schema":   func(r *llm.Request) { r.Schema = nil },
		"bad schema":  func(r *llm.Request) { r.Schema = json.RawMessage(`{"a"`) },
		"name":        func(r *llm.Request) { r.SchemaName = "x" },
		"limit":       func(r *llm.Request) { r.MaxOutputTokens = 6 },
		"temperature": func(r *llm.Request) { r.Temperature = &warm },
		"role": func(r *llm.Request) {
			r.Messages = []llm.Message{{Role: llm.User, Text: "a"}, {Role: llm.Assistant, Text: "b"}}
		},
		"joined": func(r *llm.Request) { r.Messages = []llm.Message{{Role: llm.User, Text: "ab"}} },
		"moved":  func(r *llm.Request) { r.System, r.Model = "m", "s" },
	} {
		changed := base
		change(&changed)
		require.NotContains(t, seen, changed.Key(), name)
		seen[changed.Key()] = name
	}
}

func TestWhatIsRecordedIsReplayed(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "recordings")
	question := ask
	question.SchemaName = "a/../plan"
	question.Schema = json.RawMessage(`{"type":"object"}`)
	question.Messages = []llm.Message{{Role: llm.User, Text: "One\nTwo <b> & three"}}
	question.Metadata = map[string]string{"token": "hunter2"}
	answer := llm.Response{
		Text: "{\n  \"a\": \"<b>\"\n}\n", Usage: llm.Usage{InputTokens: 9, OutputTokens: 4}, StopReason: llm.StopEnd, Model: "m-2",
		RequestID: "req_hunter2", Observed: ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: 9}},
	}
	provider := llm.ClientFunc(func(context.Context, llm.Request) (*llm.Response, error) { return &answer, nil })
	got, err := llm.Chain(provider, llm.Recorder(dir)).Generate(t.Context(), question)
	require.NoError(t, err)
	require.Equal(t, &answer, got)

	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1)
	require.Equal(t, "a----plan-"+question.Key()+".json", files[0].Name())
	data, err := os.ReadFile(filepath.Join(dir, files[0].Name()))
	require.NoError(t, err)
	require.NotContains(t, string(data), "hunter2")
	require.Contains(t, string(data), `"Two <b> & three"`, "for people")

	var w written
	again, err := llm.Stream(t.Context(), llm.Replayer(dir), question, w.each)
	require.NoError(t, err)
	require.Equal(t, &llm.Response{Text: answer.Text, Usage: answer.Usage, StopReason: llm.StopEnd, Model: "m-2"}, again)
	require.Equal(t, answer.Text, w.String())
}

func TestAMissingRecordingSaysWhatToDo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := llm.Replayer(dir).Generate(t.Context(), ask)
	require.ErrorIs(t, err, llm.Invalid)
	require.ErrorContains(t, err, filepath.Join(dir, "text-"+ask.Key()+".json"))
	require.ErrorContains(t, err, "llm.Recorder(")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "text-"+ask.Key()+".json"), []byte("{"), 0o600))
	_, err = llm.Replayer(dir).Generate(t.Context(), ask)
	require.ErrorIs(t, err, llm.BadAnswer)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = llm.Replayer(dir).Generate(ctx, ask)
	require.ErrorIs(t, err, context.Canceled)
}

func TestOnlyAnswersAreRecorded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := llm.Chain(llmtest.Always(llmtest.Fail(llm.Overloaded)), llm.Recorder(dir)).Generate(t.Context(), ask)
	require.ErrorIs(t, err, llm.Overloaded)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, files)
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = llm.Chain(llmtest.Always(llmtest.Text("yes")), llm.Recorder(file)).Generate(t.Context(), ask)
	require.ErrorContains(t, err, "llm: record an answer: ")
}

func TestTheCacheAsksOnceAndCostsNothing(t *testing.T) {
	t.Parallel()
	script := llmtest.New(llmtest.Cut(0.5, llmtest.Text("cut off")), llmtest.Text("yes"))
	var store shelf
	client := llm.Chain(script, llm.Cache(&store))
	for _, want := range []llm.Response{
		{Text: "cut", StopReason: llm.StopLength, Usage: llm.Usage{InputTokens: 100, OutputTokens: 2}},
		{Text: "yes", StopReason: llm.StopEnd, Usage: llm.Usage{InputTokens: 100, OutputTokens: 1}},
		{Text: "yes", StopReason: llm.StopEnd, FromCache: true},
	} {
		resp, err := client.Generate(t.Context(), ask)
		require.NoError(t, err)
		want.Model = "m"
		require.Equal(t, &want, resp, "what was cut is not kept")
	}
	require.Len(t, script.Requests(), 2)
	store.Put(t.Context(), ask.Key(), []byte("spoilt"))
	_, err := client.Generate(t.Context(), ask)
	require.ErrorIs(t, err, llm.Invalid, "the script is over: it was asked")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = client.Generate(ctx, ask)
	require.ErrorIs(t, err, context.Canceled)
}

func FuzzReplayer(f *testing.F) {
	f.Add([]byte(`{"request":{"model":"m","messages":null},"response":{"text":["a","b"],"usage":{"InputTokens":1},"stop_reason":"end"}}`))
	f.Add([]byte(`{"response":{"text":{"a":1}}}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "text-"+ask.Key()+".json"), file, 0o600))
		resp, err := llm.Replayer(dir).Generate(t.Context(), ask)
		if err != nil {
			require.ErrorIs(t, err, llm.BadAnswer)
			return
		}
		second := t.TempDir()
		_, err = llm.Chain(llmtest.Always(func(context.Context, llm.Request) (*llm.Response, error) { return resp, nil }), llm.Recorder(second)).Generate(t.Context(), ask)
		require.NoError(t, err)
		again, err := llm.Replayer(second).Generate(t.Context(), ask)
		require.NoError(t, err)
		require.Equal(t, resp, again, "what is recorded is replayed as it was")
		require.Equal(t, strings.Count(resp.Text, "\n"), strings.Count(again.Text, "\n"))
	})
}
