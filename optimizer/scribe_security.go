package optimizer

// security writes a line "auth name(scope,scope)&name|name"; alternatives stand
// between bars, "-" for nothing needed. It reports false where the value is no
// list of requirements.
func (w *scribe) security(i int32) bool {
	t := w.tree
	if t[i].kind != '[' {
		return false
	}
	for one := t[i].first; one != 0; one = t[one].next {
		if t[one].kind != '{' {
			return false
		}
		for c := t[one].first; c != 0; c = t[c].next {
			if t[c].kind != '[' || t[c].count > 0 && !w.areTexts(c) {
				return false
			}
		}
	}
	w.put("auth ")
	for one := t[i].first; one != 0; one = t[one].next {
		if one != t[i].first {
			w.put("|")
		}
		if t[one].count == 0 {
			w.put("-")
		}
		for c := t[one].first; c != 0; c = t[c].next {
			if c != t[one].first {
				w.put("&")
			}
			w.name(t[c].key)
			if t[c].count == 0 {
				continue
			}
			w.put("(")
			for scope := t[c].first; scope != 0; scope = t[scope].next {
				if scope != t[c].first {
					w.put(",")
				}
				w.text(t[scope].raw, inLoose)
			}
			w.put(")")
		}
	}
	w.line()
	return true
}

// security reads what stands behind "auth ".
func (d *decoder) security() {
	d.named("security")
	d.put("[")
	for first := true; d.peek() != '\n' && d.at < len(d.in); first = false {
		if !first {
			d.need("|")
			d.put(",")
		}
		d.put("{")
		for more := !d.eat("-"); more; more = d.eat("&") {
			d.member(d.name())
			d.put("[")
			if d.eat("(") {
				for first := true; !d.eat(")"); first = false {
					if !first {
						d.need(",")
						d.put(",")
					}
					d.plainText(inLoose)
				}
			}
			d.put("]")
		}
		d.put("}")
	}
	d.put("]")
	d.endLine()
}
