package openapi

// flow follows what a YAML parser may take for the inside of brackets, where a
// value costs it most. A scan of bytes cannot tell prose from structure, so that
// each bracket that could open a list or object is followed, all at once: for each
// state that a scanner can be in there, flow has how many brackets are open at
// most. A state with none is not possible.
type flow [flowStates]int32

const (
	atToken   = iota // before a token
	inPlain          // in a text without quotes
	inName           // of an anchor, alias or tag
	inSingle         // in single quotes
	inDouble         // in double quotes
	inEscape         // behind a backslash in double quotes
	inComment        // up to the end of the line
	flowStates
)

func (f *flow) open() bool { return *f != flow{} }

// start follows a bracket that may open a list or object, from behind it.
func (f *flow) start() { f.to(atToken, 1) }

// to makes a state possible, with so many brackets open.
func (f *flow) to(state int, depth int32) {
	f[state] = max(f[state], depth)
}

// step goes over one byte. Where what it means depends on others, all that it can
// mean is followed.
func (f *flow) step(c byte) {
	var next flow
	for state, depth := range f {
		if depth == 0 {
			continue
		}
		switch state {
		case inSingle:
			next.to(either(c == '\'', atToken, inSingle), depth) // '' is an end and a start
		case inDouble:
			next.to(either(c == '\\', inEscape, either(c == '"', atToken, inDouble)), depth)
		case inEscape:
			next.to(inDouble, depth)
		case inComment:
			if c == '\n' || c == '\r' {
				next.to(atToken, depth)
				continue
			}
			if next.to(inComment, depth); c >= 0x80 { // U+0085, U+2028 and U+2029 end lines
				next.to(atToken, depth)
			}
		default:
			next.token(state, depth, c)
		}
	}
	*f = next
}

func either(first bool, a, b int) int {
	if first {
		return a
	}
	return b
}

// token goes over a byte that is neither in quotes nor in a comment.
func (f *flow) token(state int, depth int32, c byte) {
	switch c {
	case ' ', '\t':
		f.to(either(state == inName, atToken, state), depth)
	case '\n', '\r':
		f.to(atToken, depth)
		if state == inPlain {
			f.to(inPlain, depth)
		}
	case ',', '[', ']', '{', '}':
		if state == inName { // within !<…>
			f.to(inName, depth)
		}
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		f.to(atToken, depth)
	case ':', '?', '-':
		f.to(atToken, depth)
		f.to(either(state == inName, inName, inPlain), depth)
	case '#':
		if f.to(inComment, depth); state != atToken {
			f.to(state, depth)
		}
	default:
		switch {
		case c >= 0x80:
			f.to(atToken, depth)
			f.to(either(state == inName, inName, inPlain), depth)
		case state != atToken:
			f.to(state, depth)
		case c == '"':
			f.to(inDouble, depth)
		case c == '\'':
			f.to(inSingle, depth)
		case c == '&', c == '*', c == '!':
			f.to(inName, depth)
		case c == '%': // a directive, up to the end of the line
			f.to(inComment, depth)
		case c == '|', c == '>', c == '@', c == '`': // no token begins so: the parser ends here
		default:
			f.to(inPlain, depth)
		}
	}
}

// flowLook is how far back opensFlow looks.
const flowLook = 64

// opensFlow reports whether a bracket behind this part of a line, outside of other
// brackets, may open a list or object: it does so only where a value may begin.
func opensFlow(before []byte) bool {
	end := len(before)
	for end > 0 && (before[end-1] == ' ' || before[end-1] == '\t') {
		if end--; len(before)-end > flowLook {
			return true
		}
	}
	if end == 0 {
		return true
	}
	switch last := before[end-1]; last {
	case '"', '\'', '[', ']', '{', '}', ',', '\r':
		return true
	case ':', '-', '?':
		if end < len(before) {
			return true
		}
	default:
		if last >= 0x80 {
			return true
		}
	}
	start := end
	for start > 0 && before[start-1] > ' ' {
		if start--; end-start > flowLook {
			return true
		}
	}
	switch before[start] {
	case '&', '*', '!':
		return true
	}
	return false
}
