package ui_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func answering(schema *openapi.Schema) *openapi.Document {
	content := []openapi.MediaType{{Type: "application/json", Schema: schema}}
	return &openapi.Document{Operations: []*openapi.Operation{
		{ID: "a", Method: "POST", Path: "/things/{id}", Body: &openapi.Body{Content: content}, Responses: []*openapi.Response{{Status: "200", Content: content}}},
		{ID: "b", Method: "GET", Path: "/things", Responses: []*openapi.Response{{Status: "200", Content: []openapi.MediaType{{Type: "application/json", Schema: &openapi.Schema{Types: []string{"array"}, Items: schema}}}}}},
	}}
}

func TestBaselineOfHostileDocuments(t *testing.T) {
	t.Parallel()
	cases := map[string]func() *openapi.Document{
		"nil": func() *openapi.Document { return nil },
		"nil everywhere": func() *openapi.Document {
			return &openapi.Document{
				Operations: []*openapi.Operation{nil, {Parameters: []*openapi.Parameter{nil, {In: "query"}}, Responses: []*openapi.Response{nil, {Status: "200"}}, Callbacks: []*openapi.Operation{nil}}, {
					ID: "x", Body: &openapi.Body{Content: []openapi.MediaType{{}}},
					Responses: []*openapi.Response{{Status: "200", Content: []openapi.MediaType{{Type: "application/json", Schema: &openapi.Schema{
						Properties: []openapi.Property{{}, {Name: "a"}}, AllOf: []*openapi.Schema{nil}, OneOf: []*openapi.Schema{nil, nil}, Types: []string{"object"},
					}}}}},
				}},
				Schemas: map[string]*openapi.Schema{"nil": nil}, SecuritySchemes: map[string]*openapi.SecurityScheme{"nil": nil},
			}
		},
		"equal and empty IDs": func() *openapi.Document {
			return &openapi.Document{Operations: []*openapi.Operation{{ID: "a", Method: "GET", Path: "/"}, {ID: "a", Method: "GET", Path: "/"}, {Method: "GET"}, {}}}
		},
		"references in circles": func() *openapi.Document {
			doc := answering(&openapi.Schema{Ref: "A"})
			doc.Schemas = map[string]*openapi.Schema{
				"A": {Ref: "B"}, "B": {AllOf: []*openapi.Schema{{Ref: "A"}, {Ref: "C"}}},
				"C": {Properties: []openapi.Property{{Name: "self", Schema: &openapi.Schema{Ref: "C"}}, {Name: "items", Schema: &openapi.Schema{Types: []string{"array"}, Items: &openapi.Schema{Ref: "A"}}}}, OneOf: []*openapi.Schema{{Ref: "C"}, {Ref: "nowhere"}}},
			}
			return doc
		},
		"deep nesting": func() *openapi.Document {
			schema := &openapi.Schema{Types: []string{"string"}}
			for range 400 {
				schema = &openapi.Schema{AllOf: []*openapi.Schema{{Properties: []openapi.Property{{Name: "a", Schema: schema}}}}, OneOf: []*openapi.Schema{schema, {Items: schema}}}
			}
			return answering(&openapi.Schema{Properties: []openapi.Property{{Name: "b", Schema: schema}}})
		},
		"many properties": func() *openapi.Document {
			schema := &openapi.Schema{Types: []string{"object"}}
			for i := range 5000 {
				schema.Properties = append(schema.Properties, openapi.Property{Name: fmt.Sprintf("p%d_id", i), Schema: &openapi.Schema{Types: []string{"string"}}})
			}
			return answering(schema)
		},
		"a chain of big allOf": func() *openapi.Document {
			doc := answering(&openapi.Schema{Ref: "S0"})
			doc.Schemas = map[string]*openapi.Schema{}
			for i := range 300 {
				s := &openapi.Schema{AllOf: []*openapi.Schema{{Ref: fmt.Sprintf("S%d", i+1)}}}
				for j := range 150 {
					s.Properties = append(s.Properties, openapi.Property{Name: fmt.Sprintf("p%d_%d", i, j), Schema: &openapi.Schema{Ref: fmt.Sprintf("S%d", j)}})
				}
				doc.Schemas[fmt.Sprintf("S%d", i)] = s
			}
			return doc
		},
		"a million values": func() *openapi.Document {
			schema := &openapi.Schema{Types: []string{"string"}}
			for i := range 1_000_000 {
				schema.Enum = append(schema.Enum, json.RawMessage(fmt.Sprintf("%q", fmt.Sprint(i))))
			}
			return answering(&openapi.Schema{Types: []string{"object"}, Properties: []openapi.Property{{Name: "e", Schema: schema}}})
		},
		"one path below the other": func() *openapi.Document {
			doc := &openapi.Document{}
			for i := range 1000 {
				doc.Operations = append(doc.Operations, &openapi.Operation{ID: fmt.Sprint(i), Method: "GET", Path: strings.Repeat("/a/{b}", i%200) + fmt.Sprintf("/%d", i%7)})
			}
			return doc
		},
		"long and odd texts": func() *openapi.Document {
			long := strings.Repeat("<a <b (c [d](e ](", 50_000)
			return &openapi.Document{Title: long, Description: long, Tags: []openapi.Tag{{Name: long, Description: long, Parent: long}}, Operations: []*openapi.Operation{
				{ID: "a", Method: "GET", Path: "/" + long, Summary: long, Description: long, Tags: []string{long}, Parameters: []*openapi.Parameter{{Name: long, In: "query"}, {Name: "\xff\xfe", In: "query"}}},
				{ID: "b", Method: "\xff", Path: "{{}{}}(:)", Tags: []string{"", "\u202e"}},
				{ID: "c", Method: "GET", Path: "//{}//:/."},
				{ID: "d", Webhook: true},
			}}
		},
	}
	for name, build := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := build()
			start := time.Now()
			plan := ui.Baseline(doc)
			require.Less(t, time.Since(start), 30*time.Second)
			require.NoError(t, plan.Validate())
			shown := 0
			for _, r := range plan.App.Resources {
				shown += len(r.Views)
			}
			require.Equal(t, len(plan.API.Operations), shown)
		})
	}
}

// TestBaselineOfRandomDocuments puts parts together at random: whatever they
// are, each operation has one view and the plan is valid.
func TestBaselineOfRandomDocuments(t *testing.T) {
	t.Parallel()
	words := strings.Fields("books {id} v1 api users.list {a}{b} search orders({id}) x:cancel items status data next id name 名前 authorId metadata _embedded page cursor has_more created_at")
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		word := func() string { return words[random.IntN(len(words))] }
		var schema func(depth int) *openapi.Schema
		schema = func(depth int) *openapi.Schema {
			s := &openapi.Schema{}
			switch n := random.IntN(8); {
			case depth > 4 || n == 0:
				s.Types = []string{[]string{"string", "integer", "boolean", "null"}[random.IntN(4)]}
			case n == 1:
				s.Ref = word()
			case n == 2:
				s.Types, s.Items = []string{"array"}, schema(depth+1)
			case n == 3:
				s.AllOf = []*openapi.Schema{schema(depth + 1), schema(depth + 1)}
			case n == 4:
				s.OneOf = []*openapi.Schema{schema(depth + 1), schema(depth + 1)}
			default:
				for range random.IntN(6) {
					s.Properties = append(s.Properties, openapi.Property{Name: word(), Schema: schema(depth + 1)})
				}
			}
			return s
		}
		doc := &openapi.Document{Schemas: map[string]*openapi.Schema{}}
		for range 5 {
			doc.Schemas[word()] = schema(0)
		}
		for i := range random.IntN(30) {
			op := &openapi.Operation{ID: fmt.Sprint(word(), i), Method: []string{"GET", "POST", "PUT", "PATCH", "DELETE", "QUERY"}[random.IntN(6)]}
			for range 1 + random.IntN(5) {
				op.Path += "/" + word()
			}
			for range random.IntN(3) {
				op.Tags = append(op.Tags, word())
			}
			names := map[string]bool{}
			for range random.IntN(4) {
				if name := word(); !names[name] {
					names[name] = true
					op.Parameters = append(op.Parameters, &openapi.Parameter{Name: name, In: "query", Schema: schema(3)})
				}
			}
			content := []openapi.MediaType{{Type: "application/json", Schema: schema(0)}}
			op.Body = &openapi.Body{Content: content}
			op.Responses = []*openapi.Response{{Status: "200", Content: []openapi.MediaType{{Type: "application/json", Schema: schema(0)}}}}
			doc.Operations = append(doc.Operations, op)
		}
		plan := ui.Baseline(doc)
		if err := plan.Validate(); err != nil {
			text, _ := json.MarshalIndent(plan, "", " ")
			require.NoError(t, err, "seed %d: %s", seed, text)
		}
		first, err := json.Marshal(plan)
		require.NoError(t, err)
		second, err := json.Marshal(ui.Baseline(doc))
		require.NoError(t, err)
		require.True(t, bytes.Equal(first, second), "seed %d", seed)
	}
}
