package ui

import (
	"fmt"
	"maps"
	"slices"

	"github.com/specloom/specloom/openapi"
)

// Lengths of further texts, in characters. What is longer is cut.
const (
	maxButton = 30
	maxWord   = 60 // a label or a heading
)

// Repair is something that a blueprint or chunk plan said and that was not
// taken over as it stood.
type Repair struct {
	Operation string // of a chunk plan's view; "" for a blueprint
	Place     string // such as "columns/2" or "resources/0/title"
	Reason    string
}

// String writes the repair in one line.
func (r Repair) String() string {
	if r.Operation == "" {
		return "blueprint: " + r.Place + ": " + r.Reason
	}
	return r.Operation + ": " + r.Place + ": " + r.Reason
}

// Merge puts what a model planned over a baseline, and returns a new plan that
// shares the API with base. bp may be nil.
//
// Nothing of the baseline is lost: names that base does not know are dropped,
// texts are cut to a length that fits, inputs and operations that are not spoken
// of stay as they are. Each such correction is one Repair. A valid base gives a
// valid plan, whatever the others say.
func Merge(base *Plan, bp *Blueprint, chunks ...ChunkPlan) (*Plan, []Repair) {
	m := newMerger(base)
	if bp != nil {
		m.blueprint(bp)
	}
	for i := range chunks {
		m.chunk(&chunks[i])
	}
	return m.plan, m.repairs
}

type merger struct {
	plan    *Plan
	shapes  *shapes
	ops     map[string]*openapi.Operation
	views   map[string]*View
	merged  map[string]bool // views that a chunk plan spoke of
	repairs []Repair
	at      string // the operation being merged
}

func newMerger(base *Plan) *merger {
	plan := *base
	plan.App.Labels = maps.Clone(base.App.Labels)
	plan.App.Resources = slices.Clone(base.App.Resources)
	m := &merger{
		plan:   &plan,
		shapes: newShapes(&openapi.Document{Schemas: base.API.Schemas}),
		ops:    map[string]*openapi.Operation{},
		views:  map[string]*View{},
		merged: map[string]bool{},
	}
	for _, op := range plan.API.Operations {
		if op != nil {
			m.ops[op.ID] = op
		}
	}
	m.own()
	return m
}

// own gives the plan views of its own, to be changed.
func (m *merger) own() {
	clear(m.views)
	for i := range m.plan.App.Resources {
		resource := &m.plan.App.Resources[i]
		resource.Views = slices.Clone(resource.Views)
		for j := range resource.Views {
			m.views[resource.Views[j].Operation] = &resource.Views[j]
		}
	}
}

func (m *merger) repair(place, format string, args ...any) {
	m.repairs = append(m.repairs, Repair{Operation: m.at, Place: place, Reason: fmt.Sprintf(format, args...)})
}

// text takes over a text if there is one.
func (m *merger) text(target *string, place, said string, limit int) {
	text := collapse(stripBidi(said))
	if text == "" {
		return
	}
	if short := shorten(text, limit); short != text {
		m.repair(place, "cut to %d characters", limit)
		text = short
	}
	*target = text
}

func (m *merger) blueprint(bp *Blueprint) {
	m.at = ""
	app := &m.plan.App
	m.text(&app.Title, "title", bp.Title, maxTitle)
	m.text(&app.Description, "description", bp.Description, maxHelp)
	m.resources(bp.Resources)
	for i, label := range bp.Labels {
		place := fmt.Sprintf("labels/%d", i)
		if _, known := app.Labels[label.Name]; !known {
			m.repair(place, "no field is called %q", clip(label.Name, maxName))
			continue
		}
		text := app.Labels[label.Name]
		m.text(&text, place, label.Label, maxWord)
		app.Labels[label.Name] = text
	}
}

// resources words and orders the navigation. Webhooks, which are only read,
// stay where they are.
func (m *merger) resources(said []BlueprintResource) {
	rest := m.plan.App.Resources
	titles := map[string]int{}
	for _, r := range rest {
		titles[r.Group+"\x00"+r.Title]++
	}
	var ordered []Resource
	for i, want := range said {
		place := fmt.Sprintf("resources/%d", i)
		at := slices.IndexFunc(rest, func(r Resource) bool { return r.ID == want.ID })
		if at < 0 {
			m.repair(place+"/id", "no resource, or one that was named before: %q", clip(want.ID, maxName))
			continue
		}
		r := rest[at]
		rest = slices.Delete(slices.Clone(rest), at, at+1)
		before := r.Group + "\x00" + r.Title
		group, title := r.Group, r.Title
		m.text(&title, place+"/title", want.Title, maxWord)
		m.text(&group, place+"/group", want.Group, maxWord)
		after := group + "\x00" + title
		if after != before && titles[after] > 0 {
			m.repair(place+"/title", "another resource is called %q", title)
		} else {
			titles[before]--
			titles[after]++
			r.Group, r.Title = group, title
		}
		m.text(&r.Description, place+"/description", want.Description, maxHelp)
		ordered = append(ordered, r)
	}
	m.plan.App.Resources = append(ordered, rest...)
	m.own()
}
