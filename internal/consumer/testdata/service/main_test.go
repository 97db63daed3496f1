package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestThePageIsServed(t *testing.T) {
	handler, err := routes(t.Context(), "api.yaml")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	resp, err := http.Get(server.URL + "/ui/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("got %s, %s", resp.Status, resp.Header.Get("Content-Type"))
	}
	if !strings.Contains(string(page), "<title>Tool shed") {
		t.Fatalf("the page does not name the API:\n%.2000s", page)
	}
}
