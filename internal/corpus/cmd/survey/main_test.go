package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	if os.Getenv(workOn) == "" {
		os.Exit(m.Run())
	}
	if err := run(context.Background(), nil, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func TestSurveyOfAFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	survey := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), args, &out, &out)
		return out.String(), err
	}
	_, err := survey(folder)
	require.ErrorContains(t, err, "no descriptions in "+folder)
	_, err = survey()
	require.ErrorContains(t, err, "folder")

	write("good.yaml", "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {responses: {'200': {description: ok}}}}}\n")
	findings := filepath.Join(t.TempDir(), "findings.jsonl")
	text, err := survey("-findings", findings, folder)
	require.NoError(t, err, text)
	require.Contains(t, text, "descriptions  1: 1 read (100.00 %), 0 failed, 0 panicked, 0 hung")
	require.Contains(t, text, "operations    1 counted independently, 100.000 % covered")
	lines, err := os.ReadFile(findings)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(lines), "\n"))

	write("broken.json", `{"openapi": "3.0.3", "paths": {"/a": {"get": {}}}`)
	text, err = survey(folder)
	require.ErrorContains(t, err, "not all is as it must be")
	require.Contains(t, text, "! broken.json: not read (0 operations): openapi: ")
}
