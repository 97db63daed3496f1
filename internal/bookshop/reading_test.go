package bookshop_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/specloom/specloom/openapi"
)

// reading compares a value with the schema that describes it. It knows what
// the shop's description uses, and is stricter than JSON Schema in one thing: a
// field that is not described is a complaint.
type reading struct {
	doc        *openapi.Document
	complaints []string
}

func (r *reading) complain(at, format string, args ...any) {
	r.complaints = append(r.complaints, at+": "+fmt.Sprintf(format, args...))
}

func (r *reading) value(at string, value any, s *openapi.Schema) {
	s = r.doc.Resolve(s)
	if len(s.OneOf)+len(s.AnyOf) > 0 {
		if !slices.ContainsFunc(slices.Concat(s.OneOf, s.AnyOf), func(one *openapi.Schema) bool {
			inner := reading{doc: r.doc}
			inner.value(at, value, one)
			return len(inner.complaints) == 0
		}) {
			r.complain(at, "fits no alternative")
		}
		return
	}
	switch value := value.(type) {
	case map[string]any:
		r.object(at, value, s)
	case []any:
		r.kind(at, "array", s)
		if s.Items != nil {
			for i, item := range value {
				r.value(fmt.Sprintf("%s.%d", at, i), item, s.Items)
			}
		}
	case string:
		r.kind(at, "string", s)
		r.text(at, value, s)
	case json.Number:
		if _, err := value.Int64(); err != nil || !slices.Contains(s.Types, "integer") {
			r.kind(at, "number", s)
		}
	case bool:
		r.kind(at, "boolean", s)
	case nil:
		r.kind(at, "null", s)
	}
}

func (r *reading) kind(at, kind string, s *openapi.Schema) {
	if len(s.Types) > 0 && !s.Is(kind) {
		r.complain(at, "is %s, not %v", kind, s.Types)
	}
}

func (r *reading) text(at, value string, s *openapi.Schema) {
	said, _ := json.Marshal(value)
	same := func(raw json.RawMessage) bool { return string(raw) == string(said) }
	if len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, same) {
		r.complain(at, "%s is not in the enum", value)
	}
	if s.Const != nil && !same(s.Const) {
		r.complain(at, "is not %s", s.Const)
	}
	if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(value) {
		r.complain(at, "%q does not match %s", value, s.Pattern)
	}
	layout := map[string]string{"date": time.DateOnly, "date-time": time.RFC3339}[s.Format]
	if _, err := time.Parse(layout, value); layout != "" && err != nil {
		r.complain(at, "%q is no %s", value, s.Format)
	}
}

func (r *reading) object(at string, value map[string]any, s *openapi.Schema) {
	r.kind(at, "object", s)
	known := map[string]*openapi.Schema{}
	required := r.gather(s, known)
	for _, name := range required {
		if _, has := value[name]; !has {
			r.complain(at, "%s is missing", name)
		}
	}
	for name, inner := range value {
		described := known[name]
		if described == nil {
			described = s.AdditionalProperties
		}
		if described == nil {
			r.complain(at, "%s is not described", name)
			continue
		}
		if described.WriteOnly {
			r.complain(at, "%s is write-only", name)
		}
		r.value(strings.TrimPrefix(at+"."+name, "."), inner, described)
	}
}

// gather collects the properties of a schema and of all that it is made of.
func (r *reading) gather(s *openapi.Schema, into map[string]*openapi.Schema) (required []string) {
	s = r.doc.Resolve(s)
	for _, p := range s.Properties {
		into[p.Name] = p.Schema
	}
	required = s.Required
	for _, one := range s.AllOf {
		required = slices.Concat(required, r.gather(one, into))
	}
	return required
}
