package openapi

// Members lists the names of the members of the object at a pointer, in the order
// of the description and as they are, not escaped. Pointers are those of
// [Document.Source]. It gives nil where the description has no object there, as in
// a Document that was built in memory.
func (d *Document) Members(pointer string) []string {
	n, err := d.sources.at(pointer)
	if err != nil || !n.isMap() {
		return nil
	}
	out := make([]string, 0, len(n.content)/2)
	for i := 0; i < len(n.content); i += 2 {
		out = append(out, n.content[i].scalar)
	}
	return out
}
