package e2e_test

import (
	"encoding/json"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/specloom/specloom/internal/bookshop"
)

// Texts that would run, or break out of where they stand, in a page that does
// not keep text and markup apart. Each begins differently, since what stands
// first decides what an address or a tag is taken for.
var attacks = map[string][]string{
	"markup": {
		`<script>window.__pwned=1</script>`,
		`"><img src=x onerror=window.__pwned=1>`,
		`'><svg onload=window.__pwned=1>`,
		`</script><script>window.__pwned=1</script>`,
		`--></style></title></textarea><iframe srcdoc="<script>parent.__pwned=1</script>">`,
		`<a href="javascript:window.__pwned=1" autofocus onfocus=window.__pwned=1>x</a>`,
		`<form action="https://evil.example/"><input type=submit><base href="https://evil.example/">`,
	},
	"addresses": {
		`javascript:window.__pwned=1`,
		` JaVa` + "\t" + `Script:window.__pwned=1`,
		`data:text/html,<script>window.__pwned=1</script>`,
		`[press me](javascript:window.__pwned=1)`,
		`![](https://evil.example/pixel.png) <https://evil.example/>`,
		`https://evil.example/"onmouseover="window.__pwned=1`,
		`#/op/createBook?title="><script>window.__pwned=1</script>`,
	},
	"templates": {
		`{{constructor.constructor('window.__pwned=1')()}}`,
		"${window.__pwned=1}`;window.__pwned=1;`",
		`__proto__`,
		`constructor`,
		"\u202e\u2066gnp.exe\u2028\u2029window.__pwned=1\u0000\ufeff",
		`'"` + "`" + `;window.__pwned=1;//`,
		`\u003cscript\u003ewindow.__pwned=1\u003c/script\u003e%3Cscript%3E&lt;script&gt;`,
	},
}

// poison replaces text by attacks. Equal text becomes equal text, so that names
// still fit together.
type poison []string

func (a poison) text(was string) string {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(was))
	attack := a[sum.Sum32()%uint32(len(a))]
	if strings.HasPrefix(attack, "__") || attack == "constructor" {
		if sum.Sum32()%3 == 0 {
			return attack // bare: the name of something that objects have already
		}
	}
	return attack + " " + was
}

// describe poisons every text of an OpenAPI description that is free: what is
// read by people, and the names that the API chose.
func (a poison) describe(node any, key string) any {
	switch node := node.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, inner := range node {
			switch key {
			case "properties", "security", "securitySchemes", "mapping", "examples":
				out[a.text(name)] = a.describe(inner, "")
			case "schemas", "responses", "paths", "content", "callbacks", "webhooks", "encoding":
				out[name] = a.describe(inner, "")
			default:
				out[name] = a.describe(inner, name)
			}
		}
		if node["in"] == "path" || node["type"] == "apiKey" {
			out["name"] = node["name"] // stands in the path, or becomes a header
		}
		return out
	case []any:
		out := make([]any, len(node))
		for i, inner := range node {
			out[i] = a.describe(inner, key)
		}
		return out
	case string:
		switch key {
		case "title", "description", "summary", "name", "operationId", "tags", "enum", "const", "default", "examples", "example",
			"value", "required", "propertyName", "termsOfService", "version", "email", "identifier", "bearerFormat":
			return a.text(node)
		}
	}
	return node
}

// answer poisons every text of an answer, and on demand the names too.
func (a poison) answer(node any, names bool) any {
	switch node := node.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, inner := range node {
			if names {
				name = a.text(name)
			}
			out[name] = a.answer(inner, names)
		}
		return out
	case []any:
		out := make([]any, len(node))
		for i, inner := range node {
			out[i] = a.answer(inner, names)
		}
		return out
	case string:
		return a.text(node)
	}
	return node
}

// poisoned is a bookshop whose every answer is poisoned: texts, names, types of
// pictures and names of files.
func (a poison) poisoned(names bool) http.Handler {
	shop := bookshop.NewServer()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shopKeeper := r.Clone(r.Context())
		shopKeeper.Header.Set("X-API-Key", bookshop.APIKey)
		if strings.HasPrefix(r.URL.Path, "/v1/customers") {
			shopKeeper.SetBasicAuth(bookshop.OfficeUser, bookshop.OfficePassword)
		}
		plain := httptest.NewRecorder()
		shop.ServeHTTP(plain, shopKeeper)
		w.Header().Set("Content-Disposition", `attachment; filename*=utf-8''..%2F%3Cimg src=x onerror=window.__pwned=1%3E.html`)
		w.Header().Set("X-Note", strings.Map(func(r rune) rune { return max(' ', min(r, '~')) }, a.text("note")))
		var body any
		if json.Unmarshal(plain.Body.Bytes(), &body) != nil {
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="window.__pwned=1;parent.__pwned=1"><script>window.__pwned=1;fetch("https://evil.example/")</script><image href="https://evil.example/x.png"/></svg>`))
			return
		}
		w.Header().Set("Content-Type", plain.Header().Get("Content-Type"))
		w.WriteHeader(plain.Code)
		_ = json.NewEncoder(w).Encode(a.answer(body, names))
	})
}
