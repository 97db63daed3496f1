package openapi_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// reading is a description, a place in the Document as JSON, and what must stand
// there: "" for nothing.
type reading struct {
	name string
	text string
	at   string // "Operations/0/parameters"
	want string
	warn string // part of a warning; "" for none at all
}

func runReadings(t *testing.T, head string, cases []reading) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc := parse(t, head+strings.ReplaceAll(c.text, "\t", "  "))
			checkDocument(t, doc, c.name)
			got := pick(t, doc, c.at)
			if c.want == "" {
				require.Equal(t, "null", got)
			} else {
				require.JSONEq(t, c.want, got)
			}
			requireWarning(t, doc, c.warn)
		})
	}
}

func parse(t *testing.T, text string) *openapi.Document {
	t.Helper()
	doc, err := openapi.Parse([]byte(text))
	require.NoError(t, err)
	return doc
}

func requireWarning(t *testing.T, doc *openapi.Document, part string) {
	t.Helper()
	if part == "" {
		require.Empty(t, doc.Warnings)
		return
	}
	var all []string
	for _, warning := range doc.Warnings {
		all = append(all, warning.String())
	}
	require.Contains(t, strings.Join(all, "\n"), part)
}

// pick is the JSON at a place in the Document's JSON, "null" where nothing is.
func pick(t *testing.T, doc *openapi.Document, place string) string {
	t.Helper()
	text, err := json.Marshal(doc)
	require.NoError(t, err)
	var value any
	require.NoError(t, json.Unmarshal(text, &value))
	for token := range strings.SplitSeq(place, "/") {
		switch container := value.(type) {
		case map[string]any:
			value = container[strings.ReplaceAll(token, "~1", "/")]
		case []any:
			i, err := strconv.Atoi(token)
			require.NoError(t, err, place)
			require.Less(t, i, len(container), place)
			value = container[i]
		default:
			value = nil
		}
	}
	text, err = json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}
