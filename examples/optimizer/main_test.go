package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/optimizer"
)

func TestRunWritesAPromptAndWhatItSaved(t *testing.T) {
	t.Parallel()
	for level := optimizer.None; level <= optimizer.Aggressive; level++ {
		var out, report bytes.Buffer
		require.NoError(t, run([]string{"-level", level.String(), "-find", "createBook"}, &out, &report))
		require.Contains(t, out.String(), optimizer.Legend(level))
		require.Contains(t, out.String(), "createBook")
		require.NotContains(t, out.String(), "listAuthors")
		require.Contains(t, report.String(), level.String()+": 1 operations, ")
	}
	var out, report bytes.Buffer
	require.ErrorContains(t, run([]string{"-find", "no such thing"}, &out, &report), "no operation")
	require.Error(t, run([]string{"more"}, &out, &report))
	require.Error(t, run([]string{"-spec", "missing.yaml"}, &out, &report))
}
