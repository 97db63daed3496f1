package optimizer

import "bytes"

// document reads a description, or an excerpt of one.
func (d *decoder) document() {
	d.put("{")
	for d.peek() == '.' {
		d.generic()
	}
	components, section := group{d: d}, group{d: d}
	kind, name := itemEntry, "paths"
	begin := func() {
		section.shut()
		if d.swagger || name == "paths" || name == "webhooks" || name == refsSection {
			components.shut()
		} else if !components.open {
			components.begin("components", "{", "}")
		}
		section.begin(name, "{", "}")
	}
	if d.peek() != '[' && d.at < len(d.in) {
		begin()
	}
	for d.at < len(d.in) {
		if d.eat("[") {
			name = string(d.name())
			kind = sectionKinds[name]
			d.need("]")
			d.endLine()
			begin()
			continue
		}
		d.sectionEntry(kind)
	}
	section.shut()
	components.shut()
	d.put("}")
}

// sectionEntry reads an entry of a section.
func (d *decoder) sectionEntry(kind entryKind) {
	if kind == itemEntry && d.peek() == '/' {
		end := bytes.IndexByte(d.in[d.at:], '\n')
		if end < 0 {
			end = len(d.in) - d.at
		}
		name := d.in[d.at : d.at+end]
		if bytes.ContainsAny(name, "\\\"") || bytes.ContainsFunc(name, isBreak) {
			d.fail("a path holds what it cannot")
		}
		d.member(name)
		d.at += end
		d.eat("\n")
		d.item()
		return
	}
	name := d.name()
	d.member(name)
	if kind == anyEntry {
		kind = plainEntry
		for _, one := range [...]entryKind{schemaEntry, parameterEntry, responseEntry, bodyEntry, headerEntry} {
			if d.eat(entryMarks[one]) {
				kind = one
				break
			}
		}
	}
	if d.peek() == '=' {
		kind = plainEntry
	}
	switch kind {
	case itemEntry:
		d.need("\n")
		d.item()
		return
	case schemaEntry:
		d.subject = name
		d.typed(true)
	case parameterEntry:
		d.need(" ")
		d.parameterValue()
	case responseEntry:
		d.response(nil)
	case bodyEntry:
		d.body()
	case headerEntry:
		d.header()
	default:
		d.need("=")
		d.value(inLoose)
	}
	d.endLine()
}
