package openapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

func TestMembersAreThoseOfTheDescription(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse([]byte(`{"openapi":"3.1.0","info":{"title":"x","version":"1"},
		"paths":{"/a~b":{"x-a/b":1,"get":{"responses":{}},"summary":"s"}}}`))
	require.NoError(t, err)
	require.Equal(t, []string{"x-a/b", "get", "summary"}, doc.Members("/paths/~1a~0b"))
	require.Equal(t, []string{"openapi", "info", "paths"}, doc.Members(""))
	for _, none := range []string{"/paths/~1b", "/paths/~1a~0b/summary", "paths", "other.yaml#/paths", "/openapi/0"} {
		require.Nil(t, doc.Members(none), none)
	}
	require.Nil(t, (&openapi.Document{}).Members("/paths"))
}
