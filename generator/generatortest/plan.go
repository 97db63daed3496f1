package generatortest

import (
	"encoding/json"
	"strings"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ui"
)

// How often the model has something to say that it might leave out.
const (
	sayHelp    = 0.4
	saySubmit  = 0.3
	sayColumns = 0.7
	sayFields  = 0.3
	sayLabel   = 0.5 // of a field that is shown and shares no name
)

// Limits of an answer about one operation, as the task sets them.
const (
	maxColumns = 6
	maxNamed   = 8
)

// chunkPlan plans every operation that the request describes.
func (m *Model) chunkPlan(req llm.Request, marks *marker) ui.ChunkPlan {
	voice := voice{dice: dice{m.seed}, obedience: m.obedience}
	d := &description{named: func(string) *shape { return nil }}
	text := ""
	for _, message := range req.Messages {
		if message.Role != llm.User {
			continue
		}
		if shared, ok := readShared(message.Text); ok {
			voice.shared = shared
		} else if read := read(message.Text); len(read.operations) > len(d.operations) {
			d, text = read, message.Text
		}
	}
	voice.dice = voice.of("chunk", text)
	plan := ui.ChunkPlan{Views: []ui.ChunkView{}}
	walk := d.walk()
	planned := map[string]bool{}
	for _, op := range d.operations {
		if !planned[op.id] {
			planned[op.id] = true
			walk.steps = maxSteps / 10
			plan.Views = append(plan.Views, voice.view(walk, op, marks))
		}
	}
	for _, id := range m.foreign {
		if !planned[id] {
			plan.Views = append(plan.Views, ui.ChunkView{
				Operation: id, Title: marks.word("Not yours", id, "title", "foreign", false),
			})
		}
	}
	return plan
}

func (v voice) view(w *walk, op *operation, marks *marker) ui.ChunkView {
	subject, list := w.subject(op)
	kind := kind(op, list)
	mark := func(text, place, name string) string { return marks.word(text, op.id, place, name, true) }
	say := func(p float64, what string) bool { return marks.on || v.chance(p, what, op.id) }
	view := ui.ChunkView{Operation: op.id, Title: mark(v.title(op, kind), "title", "")}
	if say(sayHelp, "help") {
		view.Help = mark(v.help(op, kind), "help", "")
	}
	if verbs[kind] != nil && say(saySubmit, "submit") {
		view.Submit = mark(v.verb(op, kind), "submit", "")
	}
	if kind == "delete" && op.method == "DELETE" {
		view.Confirm = mark(v.pick(confirmations, "confirm"), "confirm", "")
	}
	labelled := map[string]bool{}
	label := func(name string) {
		if labelled[name] || !marks.on && !v.chance(sayLabel, "label", op.id, name) {
			return
		}
		labelled[name] = true
		text := v.label(op.id, name)
		if marks.on {
			text = v.own(name)
		}
		if text != "" {
			view.Labels = append(view.Labels, ui.FieldLabel{Name: name, Label: mark(text, "label", name)})
		}
	}
	if (kind == "list" || kind == "detail") && say(sayColumns, "columns") {
		for _, f := range telling(subject) {
			_, hidden := w.flags(f)
			if len(view.Columns) < maxColumns && w.simple(f.shape) && !hidden && !secret(f.name) && !strings.Contains(f.name, ".") {
				view.Columns = append(view.Columns, f.name)
				label(f.name)
			}
		}
	}
	inputs := w.inputs(op)
	ordered := say(sayFields, "fields")
	for _, f := range named(inputs) {
		if !ordered {
			label(f.name)
			continue
		}
		said := ui.ChunkField{Name: f.name, Advanced: !f.required && v.chance(0.2, "advanced", op.id, f.name)}
		if text := v.label(op.id, f.name); text != "" && !labelled[f.name] {
			said.Label = mark(text, "label", f.name)
			labelled[f.name] = true
		}
		view.Fields = append(view.Fields, said)
	}
	return view
}

// named chooses what a plan names: what is required first, in the order of all.
func named(inputs []field) []field {
	left := maxNamed
	chosen := make([]bool, len(inputs))
	for _, required := range [...]bool{true, false} {
		for i, f := range inputs {
			if f.required == required && left > 0 {
				chosen[i] = true
				left--
			}
		}
	}
	var out []field
	for i, f := range inputs {
		if chosen[i] {
			out = append(out, f)
		}
	}
	return out
}

// blueprint names what a request lists.
func (m *Model) blueprint(req llm.Request, marks *marker) ui.Blueprint {
	var data struct {
		API       string
		Resources []struct {
			ID, Title  string
			Operations int
		}
		Fields []string
	}
	for _, message := range req.Messages {
		if message.Role == llm.User && json.Unmarshal([]byte(message.Text), &data) == nil && len(data.Resources) > 0 {
			break
		}
	}
	voice := voice{dice: dice{m.seed}.of("blueprint")}
	word := func(text, place, name string) string { return marks.word(text, "", place, name, true) }
	bp := ui.Blueprint{Title: word(data.API, "title", "")}
	for i, r := range data.Resources {
		if i >= 200 {
			break
		}
		said := ui.BlueprintResource{ID: r.ID}
		if marks.on || voice.chance(0.3, "title", r.ID) {
			said.Title = word(sentence(strings.Fields(r.Title)), "resource title", r.ID)
		}
		if len(data.Resources) > 12 {
			said.Group = sentence(strings.Fields(first(r.Title)))
		}
		bp.Resources = append(bp.Resources, said)
	}
	for _, name := range data.Fields {
		if marks.on || voice.chance(0.5, "label", name) {
			bp.Labels = append(bp.Labels, ui.FieldLabel{Name: name, Label: word(voice.own(name), "shared label", name)})
		}
	}
	return bp
}
