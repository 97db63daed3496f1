package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLicencesInAFolder(t *testing.T) {
	t.Parallel()
	mit, err := os.ReadFile("../../LICENSE")
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"our own":            {map[string]string{"LICENSE": string(mit)}, []string{"MIT"}},
		"by British name":    {map[string]string{"licence.md": string(mit)}, []string{"MIT"}},
		"none":               {map[string]string{"README.md": string(mit)}, []string{unknown}},
		"no licence text":    {map[string]string{"LICENSE": "Ask the author."}, []string{unknown}},
		"a program, no text": {map[string]string{"license.go": string(mit)}, []string{unknown}},
		"one of two unknown": {map[string]string{"LICENSE": string(mit), "COPYING": "Not on Sundays."}, []string{"MIT", unknown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, text := range tc.files {
				require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600))
			}
			got, err := licencesIn(dir)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestALicenceWithClausesAddedIsUnknown(t *testing.T) {
	t.Parallel()
	mit, err := os.ReadFile("../../LICENSE")
	require.NoError(t, err)
	clause := "The Software shall be used by nobody who sells software, on no day of the week, for no purpose that earns money. "
	for range 3 {
		clause += clause
	}
	require.Equal(t, []string{unknown}, identify(append(mit, clause...)))
}

func TestWhatIsHandedOnHasTheStricterList(t *testing.T) {
	t.Parallel()
	require.True(t, allowed([]string{"MIT", "MPL-2.0"}, false))
	require.False(t, allowed([]string{"MIT", "GPL-3.0"}, false))
	require.True(t, allowed([]string{"MIT", "GPL-3.0"}, true))
	require.False(t, allowed([]string{unknown}, true))
	require.False(t, allowed([]string{"AGPL-3.0"}, true))
}

func TestNpmPackages(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lock := `{"packages": {
		"": {"name": "us"},
		"node_modules/b": {"version": "1.0.0", "license": "(GPL-3.0 OR MIT)"},
		"node_modules/b/node_modules/@x/a": {"version": "2.0.0", "license": "Apache-2.0 AND CC0-1.0", "dev": true},
		"node_modules/c": {"version": "3.0.0"}
	}}`
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "web", "node_modules"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "web", "package-lock.json"), []byte(lock), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "web", "node_modules", "package-lock.json"), []byte(lock), 0o600))
	got, err := npmPackages(dir)
	require.NoError(t, err)
	require.Equal(t, []dependency{
		{name: "@x/a", version: "2.0.0", licences: []string{"Apache-2.0", "CC0-1.0"}, run: true},
		{name: "b", version: "1.0.0", licences: []string{"MIT"}},
		{name: "c", version: "3.0.0", licences: []string{unknown}},
	}, got)
}
