package retention

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// Promise is what a text must tell.
type Promise int

const (
	// Planner promises everything that a planner of a user interface needs. Of
	// answers, what is left out over budget must be marked.
	Planner Promise = iota
	// Required promises every operation, and of its inputs those that must be sent.
	Required
)

// Report tells how many facts were looked for.
type Report struct {
	Facts int
	Lost  []string // what the text does not tell, or tells otherwise
	Cut   int      // what it does not tell of answers, and says so
}

// maxSteps bounds the work for one operation.
const maxSteps = 2_000_000

// Check looks for what a text must tell of some operations of a document.
func Check(doc *openapi.Document, ops []*openapi.Operation, text string, promise Promise) (Report, error) {
	t, err := Read(text)
	if err != nil {
		return Report{}, err
	}
	c := &checker{doc: doc, text: t, promise: promise}
	c.fact(len(t.operations) == len(ops), "%d operations, not %d", len(t.operations), len(ops))
	for _, op := range ops {
		if err := c.operation(op); err != nil {
			return c.report, err
		}
	}
	return c.report, nil
}

type checker struct {
	doc     *openapi.Document
	text    *Text
	promise Promise
	report  Report
}

// fact counts a fact, as lost where it does not hold.
func (c *checker) fact(holds bool, format string, args ...any) {
	c.report.Facts++
	if !holds {
		c.report.Lost = append(c.report.Lost, fmt.Sprintf(format, args...))
	}
}

var sigils = map[string]string{"path": "/", "query": "?", "header": "^", "cookie": "%", "querystring": "??"}

func (c *checker) operation(op *openapi.Operation) error {
	have := c.text.operations[op.ID]
	c.fact(have != nil, "%s: operation", op.ID)
	if have == nil {
		return nil
	}
	c.fact(have.method == op.Method && have.path == op.Path && have.webhook == op.Webhook, "%s: method and path", op.ID)
	if c.promise == Planner {
		c.fact(have.security == security(op.Security), "%s: security %q, not %q", op.ID, have.security, security(op.Security))
	}
	w := c.walk(op.ID, have)
	for _, p := range op.Parameters {
		w.parameter(op, p)
	}
	if op.Body != nil {
		c.fact(have.bodyRequired == op.Body.Required, "%s: body required", op.ID)
		w.forms(op.ID+" body", op.Body.Content, have.body)
	}
	if c.promise == Planner {
		w.answer = true
		for _, r := range op.Responses {
			if !r.OK() {
				c.fact(slices.Contains(have.errors, r.Status), "%s: error %s", op.ID, r.Status)
				continue
			}
			forms := have.answers[r.Status]
			c.fact(len(forms) > 0, "%s: answer %s", op.ID, r.Status)
			if len(forms) == 0 {
				continue
			}
			for _, h := range r.Headers {
				if paging.MatchString(h.Name) {
					c.fact(slices.Contains(forms[0].headers, h.Name), "%s: header %s", op.ID, h.Name)
				}
			}
			w.forms(op.ID+" "+r.Status, r.Content, forms)
		}
	}
	if w.steps > maxSteps {
		return fmt.Errorf("retention: check %s: it has no end", op.ID)
	}
	return nil
}

// paging are headers that lead to more of an answer.
var paging = regexp.MustCompile(`(?i)^link$|^x-(total|page|per-page|next|prev).*|cursor|^content-range$`)

// security writes requirements as the legend says.
func security(list []openapi.SecurityRequirement) string {
	var either []string
	for _, requirement := range list {
		var all []string
		for _, use := range requirement {
			name := bare(use.Scheme)
			if name == "none" {
				name = `"none"`
			}
			if len(use.Scopes) > 0 {
				scopes := make([]string, len(use.Scopes))
				for i, scope := range use.Scopes {
					scopes[i] = bare(scope)
				}
				name += "(" + strings.Join(scopes, ",") + ")"
			}
			all = append(all, name)
		}
		if len(all) == 0 {
			all = []string{"none"}
		}
		either = append(either, strings.Join(all, "&"))
	}
	return strings.Join(either, "|")
}

// simpleWord is a word that stands without quotes; see the legend.
var simpleWord = regexp.MustCompile(`^[\p{L}\p{N}_$][\p{L}\p{N}\p{M}_$.\-/@+]*$`)

func bare(word string) string {
	if simpleWord.MatchString(word) && !isMacro(word[:min(2, len(word))]) {
		return word
	}
	return quoted(word)
}

// walk compares the description of one operation with its text.
type walk struct {
	*checker
	id     string
	have   *operation
	answer bool
	steps  int

	numbers map[any]int
	seen    map[string]bool
}

func (c *checker) walk(id string, have *operation) *walk {
	return &walk{checker: c, id: id, have: have, numbers: map[any]int{}, seen: map[string]bool{}}
}

func (w *walk) parameter(op *openapi.Operation, p *openapi.Parameter) {
	if w.promise == Required && !p.Required {
		return
	}
	where := op.ID + " " + sigils[p.In] + p.Name
	have := w.have.inputs[sigils[p.In]+p.Name]
	if have == nil && p.In == "path" && strings.Contains(op.Path, "{"+p.Name+"}") {
		have = &shape{word: "string", required: true}
	}
	w.fact(have != nil, "%s: parameter", where)
	if have == nil {
		return
	}
	w.fact(have.required == p.Required || p.In == "path", "%s: required", where)
	schema := p.Schema
	if schema == nil && len(p.Content) > 0 {
		schema = p.Content[0].Schema
		media, _ := have.says("media")
		w.fact(media == p.Content[0].Type, "%s: media type", where)
	}
	if schema != nil {
		w.compare(where, []*openapi.Schema{schema}, []*shape{have}, false)
	}
}

// forms compares bodies, each in its media type.
func (w *walk) forms(where string, want []openapi.MediaType, have []form) {
	for _, m := range want {
		i := slices.IndexFunc(have, func(f form) bool { return slices.Contains(f.types, m.Type) })
		w.fact(i >= 0, "%s: media type %s", where, m.Type)
		if i < 0 {
			continue
		}
		schema := m.Schema
		if schema == nil && m.ItemSchema != nil {
			schema = m.ItemSchema
			w.fact(have[i].items, "%s: a sequence", where)
		}
		if schema == nil {
			continue
		}
		w.fact(have[i].shape != nil, "%s: a type", where)
		if have[i].shape != nil {
			w.compare(where, []*openapi.Schema{schema}, []*shape{have[i].shape}, false)
		}
	}
}
