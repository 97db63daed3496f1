package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheServiceServesItsAPIAndThePageForIt(t *testing.T) {
	t.Parallel()
	h, err := handler(t.Context())
	require.NoError(t, err)
	server := httptest.NewServer(h)
	defer server.Close()

	status, page, header := get(t, server.URL+"/")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "<title>Corner Bookshop</title>")
	require.Contains(t, header.Get("Content-Security-Policy"), "connect-src 'self'")

	status, body, _ := get(t, server.URL+"/v1/books")
	require.Equal(t, http.StatusOK, status)
	require.True(t, json.Valid([]byte(body)), body)
}

func get(t *testing.T, url string) (int, string, http.Header) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body), response.Header
}
