package bookshop_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
)

func description(t *testing.T) *openapi.Document {
	t.Helper()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	require.Empty(t, doc.Warnings)
	return doc
}

// served are the operations that the shop answers.
func served(doc *openapi.Document) []*openapi.Operation {
	return slices.DeleteFunc(slices.Clone(doc.Operations), func(op *openapi.Operation) bool { return op.Webhook })
}

// credentials are what each security scheme of the description asks for.
var credentials = map[string]manner{"shopKey": shopKey, "readerToken": readerToken, "office": office}

func allowed(op *openapi.Operation) []manner {
	var how []manner
	for _, requirement := range op.Security[:min(1, len(op.Security))] {
		for _, use := range requirement {
			how = append(how, credentials[use.Scheme])
		}
	}
	return how
}

// ask is "METHOD /path" with each parameter of the path at its example.
func ask(t *testing.T, op *openapi.Operation) string {
	t.Helper()
	path := op.Path
	for _, p := range op.Parameters {
		if p.In != "path" {
			continue
		}
		require.NotEmpty(t, p.Examples, p.Name)
		var value string
		require.NoError(t, json.Unmarshal(p.Examples[0].Value, &value))
		path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
	}
	return op.Method + " " + path
}

// Some examples name a thing with which the operation cannot succeed: an author
// with books, an order that has arrived, a review by somebody else.
var elsewhere = map[string]string{
	"deleteAuthor": "DELETE /authors/au-113",
	"cancelOrder":  "POST /orders/or-104/cancel",
	"deleteReview": "DELETE /books/bk-104/reviews/rv-109",
}

// Every operation does what its own examples say, and answers as described.
func TestEveryOperationIsServed(t *testing.T) {
	t.Parallel()
	doc := description(t)
	ops := served(doc)
	require.Len(t, ops, 24)
	for _, op := range ops {
		t.Run(op.ID, func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t)
			v.send("POST /authors", `{"name": "Nobody Yet", "sortName": "Yet, Nobody"}`, shopKey).want(201)
			what := ask(t, op)
			if instead, has := elsewhere[op.ID]; has {
				what = instead
			}
			if op.Body != nil && op.Body.Content[0].Type == "multipart/form-data" {
				describes(t, doc, op, v.upload(part{"file", "a.jpg", picture(t)}), 200)
				return
			}
			bodies := []openapi.Example{{}}
			how := allowed(op)
			if op.Body != nil {
				how = append(how, header("Content-Type", op.Body.Content[0].Type))
				if op.Body.Required {
					bodies = op.Body.Content[0].Examples
					require.NotEmpty(t, bodies)
				}
			}
			for _, example := range bodies {
				answer := v.send(what, string(example.Value), how...)
				require.Less(t, answer.Status, 300, "%s: %s", example.Name, answer.Text)
				describes(t, doc, op, answer, answer.Status)
			}
		})
	}
}

// Refusals are described too: whom we do not know, what is not there, what
// cannot be read and what is not right.
func TestEveryRefusalIsDescribed(t *testing.T) {
	t.Parallel()
	doc := description(t)
	for _, op := range served(doc) {
		t.Run(op.ID, func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t)
			what, how := ask(t, op), allowed(op)
			if len(op.Security) > 0 {
				answer := v.send(what, "")
				describes(t, doc, op, answer, 401)
				require.NotEmpty(t, answer.Header.Get("WWW-Authenticate"))
			}
			if strings.Contains(op.Path, "Id}") && (op.Body == nil || !op.Body.Required) {
				missing := strings.NewReplacer("-1", "-9").Replace(what)
				describes(t, doc, op, v.send(missing, "", how...), 404)
			}
			for _, p := range op.Parameters {
				if s := p.Schema; p.In == "query" && (s.Minimum != "" || len(s.Enum) > 0 || s.Format == "date") {
					answer := v.send(what+"?"+p.Name+"=-5", "", how...)
					describes(t, doc, op, answer, 400)
					require.Equal(t, []string{p.Name}, answer.faults())
				}
			}
			if op.Body == nil {
				return
			}
			describes(t, doc, op, v.send(what, "{}", append(how, header("Content-Type", "text/csv"))...), 415)
			if op.Body.Content[0].Type != "multipart/form-data" {
				describes(t, doc, op, v.send(what, "{", how...), 400)
			}
			if body := doc.Resolve(op.Body.Content[0].Schema); len(body.Required) > 0 && op.Body.Content[0].Type == "application/json" {
				answer := v.send(what, "{}", how...)
				describes(t, doc, op, answer, 422)
				for _, name := range body.Required {
					require.Contains(t, answer.faults(), name)
				}
			}
		})
	}
}

// describes fails unless the answer has that status and the operation describes
// it: status, type and every field.
func describes(t *testing.T, doc *openapi.Document, op *openapi.Operation, answer reply, status int) {
	t.Helper()
	answer.want(status)
	i := slices.IndexFunc(op.Responses, func(r *openapi.Response) bool {
		return r.Status == strconv.Itoa(status)
	})
	require.GreaterOrEqual(t, i, 0, "%d is not described", status)
	response := op.Responses[i]
	if len(response.Content) == 0 {
		require.Empty(t, answer.Text)
		return
	}
	kind := answer.Header.Get("Content-Type")
	j := slices.IndexFunc(response.Content, func(m openapi.MediaType) bool { return m.Type == kind })
	require.GreaterOrEqual(t, j, 0, "%s is not described", kind)
	if !strings.HasSuffix(kind, "json") {
		return
	}
	for _, h := range response.Headers {
		require.NotEmpty(t, answer.Header.Get(h.Name), h.Name)
	}
	reader := reading{doc: doc}
	reader.value("", answer.json(), response.Content[j].Schema)
	require.Empty(t, reader.complaints, answer.Text)
}
