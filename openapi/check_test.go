package openapi_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// checkDocument holds what is true of every Document that was read, whatever it
// was read from.
func checkDocument(t *testing.T, doc *openapi.Document, name string) {
	t.Helper()
	ids := map[string]bool{}
	check := checker{t: t, doc: doc, name: name, sources: map[string]bool{}}
	for op := range allOperations(doc) {
		require.NotEmpty(t, op.ID, name)
		require.False(t, ids[op.ID], "%s: the ID %q stands twice", name, op.ID)
		require.NotEmpty(t, op.Method, "%s: %s", name, op.ID)
		ids[op.ID] = true
		for _, requirement := range op.Security {
			for _, use := range requirement {
				require.NotNil(t, doc.SecuritySchemes[use.Scheme], "%s: scheme %q", name, use.Scheme)
			}
		}
	}
	for op := range allOperations(doc) {
		for _, response := range op.Responses {
			for _, link := range response.Links {
				require.True(t, ids[link.Operation], "%s: link to %q", name, link.Operation)
			}
		}
	}
	check.walk(reflect.ValueOf(doc.Operations), 0)
	for key, s := range doc.Schemas {
		require.NotNil(t, s, "%s: %s", name, key)
		check.walk(reflect.ValueOf(s), 0)
	}
	for _, warning := range doc.Warnings {
		require.NotEmpty(t, warning.Message, name)
		require.NotContains(t, warning.String(), "\n", name)
	}
	_, err := json.Marshal(doc.Operations)
	require.NoError(t, err, name)
	_, err = json.Marshal(doc.Schemas)
	require.NoError(t, err, name)
}

// allOperations yields operations, each followed by its callbacks.
func allOperations(doc *openapi.Document) func(yield func(*openapi.Operation) bool) {
	var all []*openapi.Operation
	var add func(ops []*openapi.Operation)
	add = func(ops []*openapi.Operation) {
		for _, op := range ops {
			all = append(all, op)
			add(op.Callbacks)
		}
	}
	add(doc.Operations)
	return slices.Values(all)
}

// checker walks everything that a Document holds.
type checker struct {
	t       *testing.T
	doc     *openapi.Document
	name    string
	sources map[string]bool // pointers that were tried
}

func (c *checker) walk(v reflect.Value, depth int) {
	if depth > 2000 {
		require.Fail(c.t, "a tree without end", c.name)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			c.walk(v.Elem(), depth+1)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 || v.Type().Elem().Kind() == reflect.String {
			return
		}
		for i := range v.Len() {
			c.walk(v.Index(i), depth+1)
		}
	case reflect.Struct:
		c.place(v)
		for _, field := range v.Fields() {
			switch field.Kind() {
			case reflect.Pointer, reflect.Slice, reflect.Struct:
				c.walk(field, depth+1)
			}
		}
	}
}

// place checks the Ref and the Pointer of a schema, operation or other part.
func (c *checker) place(v reflect.Value) {
	if v.Type() == reflect.TypeFor[openapi.Schema]() {
		if ref := v.FieldByName("Ref").String(); ref != "" && !c.sources["ref "+ref] {
			c.sources["ref "+ref] = true
			require.NotNil(c.t, c.doc.Resolve(&openapi.Schema{Ref: ref}), "%s: Ref %q", c.name, ref)
		}
	}
	if v.Type() == reflect.TypeFor[openapi.DiscriminatorValue]() {
		ref := v.FieldByName("Ref").String()
		require.Contains(c.t, c.doc.Schemas, ref, c.name)
	}
	if field := v.FieldByName("Pointer"); field.IsValid() && !c.sources[field.String()] {
		c.sources[field.String()] = true
		if n := len(c.sources); n > 500 && n%50 != 0 { // of large descriptions, samples
			return
		}
		source, err := c.doc.Source(field.String())
		require.NoError(c.t, err, c.name)
		require.True(c.t, json.Valid(source), "%s: %s", c.name, field.String())
	}
}
