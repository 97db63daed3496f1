package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func TestQuickstartMakesThePageOfTheBookshop(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "ui.html")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-o", page}, &out, io.Discard))
	require.Regexp(t, `^Corner Bookshop: \d+ operations in \d+ resources, from the description alone\nwritten to .*ui\.html\n$`, out.String())
	require.GreaterOrEqual(t, len(planOf(t, page).API.Operations), 20)
}

func TestQuickstartSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"no such file":                         {"-spec", "nowhere.yaml"},
		`what to do with "api.yaml"`:           {"api.yaml"},
		"neither openapi nor swagger says its": {"-spec", "../../.golangci.yml"},
		"no such file or directory":            {"-o", "/nowhere/at/all/ui.html"},
	} {
		err := run(t.Context(), args, io.Discard, io.Discard)
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "\n")
	}
}

// What the command may cost, whatever description it is given.
const (
	maxTime   = 10 * time.Second
	maxMemory = 1 << 30
)

func TestQuickstartTakesEveryDescription(t *testing.T) {
	t.Parallel()
	command := filepath.Join(t.TempDir(), "quickstart")
	build, err := exec.CommandContext(t.Context(), "go", "build", "-o", command, ".").CombinedOutput()
	require.NoError(t, err, string(build))
	t.Run("shipped", func(t *testing.T) { takesAll(t, command, corpus.Shipped(t)) })
	t.Run("shared", func(t *testing.T) { takesAll(t, command, corpus.Shared(t)) })
}

func takesAll(t *testing.T, command string, files []string) {
	t.Helper()
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			page := filepath.Join(t.TempDir(), "ui.html")
			cmd := exec.CommandContext(t.Context(), command, "-spec", file, "-o", page)
			start := time.Now()
			out, err := cmd.CombinedOutput()
			require.Less(t, time.Since(start), maxTime)
			if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" {
				require.Less(t, usage.Maxrss*1024, int64(maxMemory))
			}
			doc, readErr := openapi.ReadFile(file)
			if readErr != nil {
				require.Error(t, err)
				require.Equal(t, "quickstart: "+readErr.Error()+"\n", string(out), "one clear line")
				require.Equal(t, 1, strings.Count(string(out), "\n"))
				return
			}
			require.NoError(t, err, string(out))
			plan := planOf(t, page)
			require.NoError(t, plan.Validate())
			var described, planned, viewed []string
			for _, op := range doc.Operations {
				described = append(described, op.ID)
			}
			for _, op := range plan.API.Operations {
				planned = append(planned, op.ID)
			}
			for _, resource := range plan.App.Resources {
				for _, view := range resource.Views {
					viewed = append(viewed, view.Operation)
				}
			}
			require.Equal(t, described, planned)
			require.ElementsMatch(t, described, viewed)
		})
	}
}

var packedPlan = regexp.MustCompile(`<script type="text/plain" id="specloom-plan">([^<]*)</script>`)

// planOf reads the plan back out of a page.
func planOf(t *testing.T, page string) *ui.Plan {
	t.Helper()
	html, err := os.ReadFile(page)
	require.NoError(t, err)
	match := packedPlan.FindSubmatch(html)
	require.NotNil(t, match, "the page holds no plan")
	unzip, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(match[1])))
	require.NoError(t, err)
	plan, err := ui.ReadPlan(unzip)
	require.NoError(t, err)
	return plan
}
