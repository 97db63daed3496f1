package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// SchemaKind names one of the documents that this package defines.
type SchemaKind string

// The kinds of [Schema].
const (
	PlanSchema      SchemaKind = "plan"
	BlueprintSchema SchemaKind = "blueprint"
	ChunkPlanSchema SchemaKind = "chunk plan"
)

// Schema returns the JSON Schema (2020-12) of a document, for editors of plan
// files and for models that are to answer in that form. It returns nil for an
// unknown kind.
func Schema(kind SchemaKind) []byte {
	var root reflect.Type
	switch kind {
	case PlanSchema:
		root = reflect.TypeFor[Plan]()
	case BlueprintSchema:
		root = reflect.TypeFor[Blueprint]()
	case ChunkPlanSchema:
		root = reflect.TypeFor[ChunkPlan]()
	default:
		return nil
	}
	w := schemaWriter{defs: map[string]bool{}}
	return w.document(root)
}

// enums are the types whose values are known.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[Kind]():   texts(List, Detail, Create, Update, Delete, Search, Action),
	reflect.TypeFor[Widget](): texts(Text, TextArea, Number, Checkbox, Select, Date, DateTime, Email, URL, Password, File, JSON),
	reflect.TypeFor[Format](): texts(AsDate, AsDateTime, AsTime, AsLink, AsImage, AsBadge),
}

func texts[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// schemaWriter writes schemas of Go types. Types that contain themselves become
// definitions.
type schemaWriter struct {
	defs  map[string]bool
	order []reflect.Type
}

func (w *schemaWriter) document(root reflect.Type) []byte {
	var b bytes.Buffer
	b.WriteString(`{"$schema":"https://json-schema.org/draft/2020-12/schema",`)
	b.WriteString(strings.TrimPrefix(w.object(root), "{"))
	out := bytes.TrimSuffix(b.Bytes(), []byte("}"))
	for i := 0; i < len(w.order); i++ { // writing one may ask for more
		if i == 0 {
			out = append(out, `,"$defs":{`...)
		} else {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "%q:%s", w.order[i].Name(), w.object(w.order[i]))
		if i == len(w.order)-1 {
			out = append(out, '}')
		}
	}
	return append(out, '}')
}

func (w *schemaWriter) schema(t reflect.Type) string {
	if values := enums[t]; values != nil {
		list, _ := json.Marshal(values)
		return `{"type":"string","enum":` + string(list) + `}`
	}
	switch t {
	case rawMessage:
		return `{}`
	case reflect.TypeFor[json.Number]():
		return `{"type":"number"}`
	}
	switch t.Kind() {
	case reflect.Pointer:
		return w.schema(t.Elem())
	case reflect.String:
		return `{"type":"string"}`
	case reflect.Bool:
		return `{"type":"boolean"}`
	case reflect.Int:
		return `{"type":"integer"}`
	case reflect.Slice:
		return `{"type":"array","items":` + w.schema(t.Elem()) + `}`
	case reflect.Map:
		return `{"type":"object","additionalProperties":` + w.schema(t.Elem()) + `}`
	case reflect.Struct:
		if !w.defs[t.Name()] {
			w.defs[t.Name()] = true
			w.order = append(w.order, t)
		}
		return `{"$ref":"#/$defs/` + t.Name() + `"}`
	}
	return `{}`
}

func (w *schemaWriter) object(t reflect.Type) string {
	var properties, required []string
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		properties = append(properties, fmt.Sprintf("%q:%s", name, w.schema(field.Type)))
		if !strings.Contains(options, "omitempty") {
			required = append(required, fmt.Sprintf("%q", name))
		}
	}
	out := `{"type":"object","properties":{` + strings.Join(properties, ",") + `},"additionalProperties":false`
	if len(required) > 0 {
		out += `,"required":[` + strings.Join(required, ",") + `]`
	}
	return out + "}"
}
