package survey_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/internal/corpus/survey"
	"github.com/specloom/specloom/openapi"
)

// workOn makes this test binary a child that goes through one file.
const workOn = "SPECLOOM_SURVEY_TEST"

func TestMain(m *testing.M) {
	path := os.Getenv(workOn)
	if path == "" {
		os.Exit(m.Run())
	}
	if err := survey.Work(os.Stdout, path, 256<<20, misread); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// misread does to a process what a reader may, by the name of the file.
func misread(path string) (*openapi.Document, error) {
	switch filepath.Base(path) {
	case "hangs.yaml":
		spin()
	case "waits.yaml":
		<-make(chan struct{})
	case "panics.yaml":
		return nil, errors.New(nothing().Title)
	case "overflows.yaml":
		debug.SetMaxStack(1 << 20)
		return nil, fmt.Errorf("%d", deep(0))
	case "grows.yaml":
		var all [][]byte
		for {
			all = append(all, make([]byte, 1<<20))
			if len(all) > 8<<10 {
				return nil, errors.New("nobody minded 8 GiB")
			}
		}
	case "leaves.yaml":
		os.Exit(0)
	case "loses.yaml":
		doc, err := openapi.ReadFile(path)
		doc.Operations = doc.Operations[1:]
		return doc, err
	case "repeats.yaml":
		doc, err := openapi.ReadFile(path)
		doc.Operations = append(doc.Operations, doc.Operations[0])
		return doc, err
	}
	return openapi.ReadFile(path)
}

func nothing() *openapi.Document { return nil }

// spin never ends, and is busy with it.
func spin() {
	for n := uint(0); n < math.MaxUint; n /= 2 {
		n++
	}
}

// deep needs more stack than there is.
func deep(n int) int {
	if n < 0 {
		return 0
	}
	return deep(n+1) + 1
}

const good = `openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /books:
    get: {responses: {"200": {description: ok}}}
    post: {responses: {"201": {description: ok}}}
webhooks:
  added:
    post: {responses: {"200": {description: ok}}}
`

func folder(t *testing.T, files map[string]string) (root string, paths []string) {
	t.Helper()
	root = t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o600))
	}
	paths, err := corpus.Find(root)
	require.NoError(t, err)
	return root, paths
}

func surveyOf(t *testing.T, limit time.Duration) survey.Survey {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	return survey.Survey{
		Workers: 2, Limit: limit,
		Command: func(ctx context.Context, path string) *exec.Cmd {
			cmd := exec.CommandContext(ctx, self)
			cmd.Env = append(os.Environ(), workOn+"="+path)
			return cmd
		},
	}
}

func byName(findings []survey.Finding) map[string]survey.Finding {
	out := map[string]survey.Finding{}
	for _, f := range findings {
		out[filepath.Base(f.File)] = f
	}
	return out
}

func TestEachFateIsToldOfItsOwnFile(t *testing.T) {
	t.Parallel()
	root, files := folder(t, map[string]string{
		"good.yaml": good, "panics.yaml": good, "overflows.yaml": good, "grows.yaml": good, "leaves.yaml": good,
		"loses.yaml": good, "repeats.yaml": good,
		"broken.yaml": "openapi: 3.1.0\npaths:\n  /a: {get: {responses: {}}\n", // a brace is missing
		"old.json":    `{"swagger": "1.2", "paths": {"/a": {"get": {}}}}`,
		"notes.txt":   "openapi: not looked at",
		"other.json":  `{"no": "description"}`,
	})
	findings, err := surveyOf(t, time.Minute).Run(t.Context(), files)
	require.NoError(t, err)
	require.Len(t, findings, 9)
	found := byName(findings)

	f := found["good.yaml"]
	require.Empty(t, f.Step+f.Error+f.Panic+f.Uncounted+f.Invalid)
	require.Equal(t, []int{3, 3, len(good)}, []int{f.Operations, f.Counted, int(f.Bytes)})
	require.Empty(t, f.Lost)
	require.Empty(t, f.Extra)
	require.Empty(t, f.Missing)
	require.Len(t, f.Chunkings, 2)
	for _, c := range f.Chunkings {
		require.Equal(t, 1, c.Chunks, c.Encoder)
		require.Positive(t, c.Tokens)
		require.Empty(t, c.Misplaced)
		require.Empty(t, c.Over)
	}
	require.Greater(t, f.Chunkings[0].Tokens, f.Chunkings[1].Tokens)
	require.Contains(t, f.Seconds, "read")

	for name, want := range map[string]string{
		"panics.yaml":    "nil pointer dereference",
		"overflows.yaml": "stack",
		"grows.yaml":     "256 allowed",
		"leaves.yaml":    "ended early",
	} {
		f := found[name]
		require.Contains(t, f.Panic, want, name)
		require.Equal(t, "read", f.Step, name)
		require.NotEmpty(t, f.Uncounted, name)
		require.False(t, f.Hung, name)
	}
	require.Contains(t, found["panics.yaml"].Panic, "survey_test.go:")
	require.Contains(t, found["broken.yaml"].Error, "broken.yaml")
	require.NotEmpty(t, found["broken.yaml"].Uncounted)
	require.Equal(t, 1, found["old.json"].Counted, "what another tool might have read")
	require.Equal(t, []string{"GET /books"}, found["loses.yaml"].Lost)
	require.Equal(t, []string{"GET /books"}, found["repeats.yaml"].Extra)
	require.NotEmpty(t, found["repeats.yaml"].Chunkings[0].Failed, "chunker refuses two operations of one ID")

	report := survey.NewReport(findings)
	require.False(t, report.Good())
	require.Equal(t, []int{9, 3, 2, 4, 0}, []int{report.Descriptions, report.Read, report.Failed, report.Panicked, report.Hung})
	require.Equal(t, []int{9, 1, 1, 1, 5}, []int{report.Operations, report.Lost, report.Extra, report.Unread, report.Uncounted})
	var text bytes.Buffer
	report.Write(&text, root)
	for _, want := range []string{
		"descriptions  9: 3 read (33.33 %), 2 failed, 4 panicked, 0 hung\n",
		"operations    9 counted independently, 88.889 % covered: 1 lost, 1 beyond the count; 1 more in what was not read; 5 descriptions could not be counted\n",
		"! broken.yaml: not read (0 operations): openapi: ",
		"! old.json: not read (1 operations): openapi: ",
		"! panics.yaml: panicked in step read: panic: ",
		"! loses.yaml: 1 operations lost: GET /books\n",
		"! repeats.yaml: 1 operations beyond the count: GET /books\n",
	} {
		require.Contains(t, text.String(), want)
	}
	require.NotContains(t, text.String(), "! good.yaml")

	report = survey.NewReport([]survey.Finding{found["good.yaml"]})
	require.True(t, report.Good())
}

func TestWhatHangsIsStopped(t *testing.T) {
	t.Parallel()
	_, files := folder(t, map[string]string{"good.yaml": good, "hangs.yaml": good, "waits.yaml": good})
	s := surveyOf(t, time.Second)
	s.Workers = 3
	findings, err := s.Run(t.Context(), files)
	require.NoError(t, err)
	found := byName(findings)
	for _, name := range []string{"hangs.yaml", "waits.yaml"} {
		require.True(t, found[name].Hung, name)
		require.Equal(t, "read", found[name].Step, name)
		require.Empty(t, found[name].Panic)
	}
	require.False(t, found["good.yaml"].Hung)
	require.Equal(t, 3, found["good.yaml"].Counted)
	report := survey.NewReport(findings)
	require.Equal(t, []int{1, 2}, []int{report.Read, report.Hung})
	require.False(t, report.Good())
	var text bytes.Buffer
	report.Write(&text, "")
	require.Contains(t, text.String(), "hangs.yaml: hung in step read\n")
}

func TestASurveyThatIsStoppedSaysSo(t *testing.T) {
	t.Parallel()
	_, files := folder(t, map[string]string{"a.yaml": good, "b.yaml": good, "hangs.yaml": good})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := surveyOf(t, time.Minute)
	s.Workers = 1
	s.Found = func(f survey.Finding) {
		if filepath.Base(f.File) == "b.yaml" {
			cancel()
		}
	}
	findings, err := s.Run(ctx, files)
	require.ErrorIs(t, err, context.Canceled)
	require.LessOrEqual(t, len(findings), 2)
	require.NotContains(t, byName(findings), "hangs.yaml")
}

func TestACommandThatDoesNotStart(t *testing.T) {
	t.Parallel()
	_, files := folder(t, map[string]string{"a.yaml": good})
	s := survey.Survey{Limit: time.Minute, Command: func(ctx context.Context, path string) *exec.Cmd {
		return exec.CommandContext(ctx, filepath.Join(path, "nowhere"))
	}}
	findings, err := s.Run(t.Context(), files)
	require.NoError(t, err)
	require.Len(t, findings, 1)
	require.Contains(t, findings[0].Panic, "nowhere")
	require.Equal(t, "start", findings[0].Step)
}
