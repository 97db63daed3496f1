package benchmarks_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// childEnv holds the name of the work that a process is started for, and its
// argument.
const childEnv = "SPECLOOM_BENCHMARKS_CHILD"

func TestMain(m *testing.M) {
	if name, argument, ok := strings.Cut(os.Getenv(childEnv), "="); ok {
		start := cpu()
		jobs[name](argument)
		fmt.Println(int64(cpu()-start), peak())
		return
	}
	code := m.Run()
	printTable(os.Stdout)
	os.Exit(code)
}

// child runs a piece of work in a process of its own: its processor time, without
// that of starting the process, and the most memory that the process ever held.
func child(tb testing.TB, name, argument string) (used time.Duration, peak int64) {
	tb.Helper()
	self, err := os.Executable()
	require.NoError(tb, err)
	cmd := exec.CommandContext(tb.Context(), self)
	cmd.Env = append(os.Environ(), childEnv+"="+name+"="+argument)
	out, err := cmd.CombinedOutput()
	require.NoError(tb, err, "%s", out)
	_, err = fmt.Sscan(string(out), (*int64)(&used), &peak)
	require.NoError(tb, err, "%s", out)
	return used, peak
}

// peak gives the most bytes of memory that this process has ever held, as Linux
// counts them (VmHWM of proc_pid_status(5)); elsewhere 0.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
	var kilobytes int64
	fmt.Sscan(string(after), &kilobytes) //nolint:errcheck // stays 0
	return kilobytes << 10
}
