package openapi_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

func TestUnreadable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"empty":          {" \n\n", "openapi: the file is empty"},
		"a text":         {"hello", "openapi: line 1: not a description: an object is expected, and this is a single value"},
		"a list":         {"[1]", "openapi: line 1: a list, where a description is an object with the member openapi or swagger"},
		"another thing":  {"# comment\nname: x\n", "openapi: line 2: not an OpenAPI description: neither openapi nor swagger says its version"},
		"AsyncAPI":       {"asyncapi: 3.0.0", "openapi: line 1: an AsyncAPI description; Specloom reads OpenAPI"},
		"Swagger 1.2":    {`{"swaggerVersion":"1.2","swagger":"1.2"}`, "openapi: line 1: Swagger 1.2 is not supported; 2.0 and OpenAPI 3.0 to 3.2 are"},
		"OpenAPI 4":      {"openapi: '4.0\n\n'", "openapi: line 1: OpenAPI 4.0  is not supported; 3.0 to 3.2 and Swagger 2.0 are"},
		"truncated JSON": {"{\"openapi\":\n\"3.0.0\",", "openapi: line 2: not valid JSON: unexpected end of JSON input"},
		"UTF-16":         {"\xff\xfeo\x00", "openapi: line 1: the file is in UTF-16; save it as UTF-8"},
		"Latin 1":        {"openapi: 3.0.0\ninfo: caf\xe9", "openapi: line 2: the file is not in UTF-8"},
		"a tab":          {"openapi: 3.0.0\ninfo:\n\ttitle: x", "openapi: line 3: not valid YAML: while scanning for the next token: found character that cannot start any token; YAML does not allow tabs for indentation"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := openapi.Parse([]byte(c.text))
			require.Nil(t, doc)
			require.EqualError(t, err, c.want)
			var failure *openapi.Error
			require.ErrorAs(t, err, &failure)
		})
	}
}

func TestReadable(t *testing.T) {
	t.Parallel()
	runReadings(t, "", []reading{
		{name: "byte order mark", text: "\xef\xbb\xbf" + `{"openapi":"3.0.0","info":{"title":"é\u00e9"},"paths":{"/a":{"get":{}}}}`, at: "Title", want: `"éé"`},
		{name: "CRLF", text: "openapi: 3.0.0\r\ninfo:\r\n  title: t\r\n  description: |\r\n    a\r\n    b\r\npaths: {/a: {get: {}}}\r\n", at: "Description", want: `"a\nb\n"`},
		{name: "numbers for versions", text: "openapi: 3.1\ninfo: {title: t, version: 1.10}\npaths: {/a: {get: {}}}", at: "SpecVersion", want: `"3.1"`},
		{name: "and as written", text: "swagger: 2.0\ninfo: {title: t, version: 1.10}\npaths: {/a: {get: {}}}", at: "Version", want: `"1.10"`},
		{name: "newer than known", text: "openapi: 3.7.0\ninfo: {title: t}\npaths: {/a: {query: {}}}", at: "Operations/0/method", want: `"QUERY"`, warn: "OpenAPI 3.7.0 is newer than 3.2"},
		{name: "without info and paths", text: "openapi: 3.1.0", at: "Operations", warn: "info is missing"},
		{name: "paths without a slash", text: "openapi: 3.0.0\ninfo: {title: t}\npaths: {a: {get: {}}}", at: "Operations/0/id", want: `"get_a"`, warn: "does not begin with a slash"},
		{
			name: "tags", text: "openapi: 3.0.0\ninfo: {title: t}\ntags: [{name: b}, {}, {name: b}]\npaths: {/a: {get: {tags: [c, b, c]}}}",
			at: "Tags", want: `[{"name":"b"},{"name":"c"}]`, warn: "line 3: #/tags/2: a tag without a name of its own",
		},
		{
			name: "servers", text: "openapi: 3.0.0\ninfo: {title: t}\nservers: [3, {url: '{x}', variables: {x: {enum: [8443, 443]}}}]\npaths: {/a: {get: {}}}",
			at: "Servers", want: `[{"url":"{x}","variables":[{"name":"x","default":"8443","enum":["8443","443"]}]}]`, warn: "a server must be an object",
		},
		{name: "an anchor in the first line", text: "--- &root\nopenapi: 3.0.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\n...\n", at: "Operations/0/id", want: `"get_a"`},
	})
}

func TestReadFileNamesTheFile(t *testing.T) {
	t.Parallel()
	_, err := openapi.ReadFile(filepath.Join("testdata", "none.yaml"))
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, "none.yaml")
	_, err = openapi.ReadFile("testdata")
	require.ErrorContains(t, err, "a folder")
	path := filepath.Join(t.TempDir(), "api.yaml")
	require.NoError(t, os.WriteFile(path, []byte("a: [\n"), 0o600))
	_, err = openapi.ReadFile(path)
	require.ErrorContains(t, err, "openapi: "+path+":")
	var failure *openapi.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, path, failure.File)
	require.Positive(t, failure.Line)
}

func TestOptions(t *testing.T) {
	t.Parallel()
	_, err := openapi.Parse([]byte("openapi: 3.0.0"), nil, openapi.WithFolder(""))
	require.ErrorContains(t, err, "option 1 is nil")
	require.ErrorContains(t, err, "WithFolder: the folder is empty")
	_, err = openapi.Parse([]byte("openapi: 3.0.0"), openapi.WithFolder(filepath.Join(t.TempDir(), "none")))
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = openapi.ReadFile(filepath.Join("testdata", "radio-3.2.yaml"), openapi.WithFolder(t.TempDir()))
	require.ErrorContains(t, err, "outside the folder")
}

func TestWarningsAndErrorsAreOneLine(t *testing.T) {
	t.Parallel()
	require.Less(t, len(openapi.Warning{Pointer: strings.Repeat("/é", 1000) + "/end", Message: "m"}.String()), 250)
	w := openapi.Warning{File: "a\nb", Line: 3, Pointer: "/x\x1b[2J", Message: "m\u2028n"}
	require.Equal(t, "a b:3: #/x [2J: m n", w.String())
	e := &openapi.Error{Err: errors.New("x\r\ny")}
	require.Equal(t, "openapi: x  y", e.Error())
	require.EqualError(t, errors.Unwrap(e), "x\r\ny")
}

func TestWarningsAreBounded(t *testing.T) {
	t.Parallel()
	doc := parse(t, "openapi: 3.0.0\npaths: {/a: {get: {parameters: ["+strings.Repeat("7, ", 5000)+"]}}}")
	require.Len(t, doc.Warnings, 1001)
	require.Contains(t, doc.Warnings[1000].Message, "more than 1000 warnings")
}
