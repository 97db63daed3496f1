package optimizer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// authMark begins the line of an operation's security, or of that which holds
// for all operations that have no such line. No other line begins so.
const authMark = "!auth "

// joinNotation makes a text of pieces. What many operations have in common stands
// once, before them: their security, and blocks of lines that are alike.
func joinNotation(parts []Part) string {
	var ops, schemas []string
	for _, p := range parts {
		if strings.HasPrefix(p.Key, operationKey) {
			ops = append(ops, p.Text)
		} else {
			schemas = append(schemas, p.Text)
		}
	}
	auth := commonAuth(ops)
	alias(schemas)
	m := newMacros(ops, schemas)
	var out strings.Builder
	if auth != "" {
		out.WriteString(authMark + auth)
	}
	for i, body := range m.bodies {
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString("$" + strconv.Itoa(i+1) + "=" + body)
	}
	for _, op := range m.ops {
		if out.Len() > 0 {
			out.WriteString("\n\n")
		}
		out.WriteString(op)
	}
	for i, schema := range m.schemas {
		switch {
		case i > 0:
			out.WriteByte('\n')
		case out.Len() > 0:
			out.WriteString("\n\n")
		}
		out.WriteString(schema)
	}
	return out.String()
}

// shortestAlias is from which length of a definition its name is worth saying
// again, in bytes.
const shortestAlias = 40

// alias has schemas that are the same as an earlier one say so.
func alias(schemas []string) {
	known := make(map[string]string, len(schemas))
	for i, text := range schemas {
		label, body, ok := strings.Cut(text, "=")
		if !ok || label == "" || label[0] != '@' || strings.HasPrefix(label, `@"`) || len(body) < shortestAlias {
			continue
		}
		if first, has := known[body]; has {
			schemas[i] = label + "=" + first
		} else {
			known[body] = label
		}
	}
}

// commonAuth takes the line of security that most operations have off them, and
// gives what it says. Those that have none are marked then.
func commonAuth(ops []string) string {
	count := map[string]int{}
	best := ""
	for _, op := range ops {
		if _, auth := cutAuth(op); auth != "" {
			if count[auth]++; count[auth] > count[best] {
				best = auth
			}
		}
	}
	open := 0
	for _, op := range ops {
		if _, auth := cutAuth(op); auth == "" {
			open++
		}
	}
	if count[best] < 2+open {
		return ""
	}
	for i, op := range ops {
		switch rest, auth := cutAuth(op); auth {
		case best:
			ops[i] = rest
		case "":
			ops[i] += "\n" + authMark + openToAll
		}
	}
	return best
}

// cutAuth takes an operation's last line off, where that is of its security.
func cutAuth(op string) (rest, auth string) {
	line := strings.LastIndexByte(op, '\n')
	if line < 0 || !strings.HasPrefix(op[line+1:], authMark) {
		return op, ""
	}
	return op[:line], op[line+1+len(authMark):]
}

// macros are blocks of lines that stand several times in a text: whole inputs,
// bodies and answers of operations, and whole fields of schemas. A line "$1"
// stands for the block that a line "$1=" begins.
type macros struct {
	ops, schemas []string
	bodies       []string
}

// block is a run of lines that no brace reaches out of.
type block struct {
	text  string
	count int
	next  *block // what always stands behind it, nil where there is no such
	prev  *block
	last  bool // it ended a part, or something stood behind it that is no block
	first bool
	macro int // 0: none
}

func newMacros(ops, schemas []string) *macros {
	blocks := map[string]*block{}
	split := func(texts []string, depth int) [][]*block {
		out := make([][]*block, len(texts))
		for i, text := range texts {
			out[i] = blocksOf(text, depth, blocks)
		}
		return out
	}
	opBlocks, schemaBlocks := split(ops, 0), split(schemas, 1)
	m := &macros{}
	for _, parts := range [][][]*block{opBlocks, schemaBlocks} {
		for _, list := range parts {
			for i, b := range list {
				m.link(list, i, b)
			}
		}
	}
	m.ops, m.schemas = m.write(opBlocks), m.write(schemaBlocks)
	return m
}

// link notes what stands before and behind a block.
func (m *macros) link(list []*block, i int, b *block) {
	if i == 0 || list[i-1].count != b.count || b.prev != nil && b.prev != list[i-1] {
		b.first = true
	} else {
		b.prev = list[i-1]
	}
	if i+1 == len(list) || list[i+1].count != b.count || b.next != nil && b.next != list[i+1] {
		b.last = true
	} else {
		b.next = list[i+1]
	}
}

// write writes parts, with macros where these are shorter.
func (m *macros) write(parts [][]*block) []string {
	out := make([]string, len(parts))
	var text strings.Builder
	for i, list := range parts {
		text.Reset()
		for j := 0; j < len(list); {
			run := list[j : j+1]
			for k := j; k+1 < len(list) && !list[k].last && !list[k+1].first && len(run) < 100; k++ {
				run = list[j : k+2]
			}
			if j > 0 {
				text.WriteByte('\n')
			}
			m.run(&text, run)
			j += len(run)
		}
		out[i] = text.String()
	}
	return out
}

func (m *macros) run(out *strings.Builder, run []*block) {
	head := run[0]
	if head.count > 1 && head.macro == 0 {
		texts := make([]string, len(run))
		for i, b := range run {
			texts[i] = b.text
		}
		body := strings.Join(texts, "\n")
		head.macro = -1
		if worth(body, head.count) {
			m.bodies = append(m.bodies, body)
			head.macro = len(m.bodies)
		}
	}
	if head.macro > 0 {
		out.WriteString("$" + strconv.Itoa(head.macro))
		return
	}
	for i, b := range run {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(b.text)
	}
}

// worth reports whether a macro saves some tokens, 10 at least, since it makes a
// text harder to read, too. Its name takes three, and text one for about
// four letters, or for each letter of most other scripts.
func worth(body string, count int) bool {
	others := utf8.RuneCountInString(body)
	for i := range len(body) {
		if body[i] < utf8.RuneSelf {
			others--
		}
	}
	size := (utf8.RuneCountInString(body)-others)/4 + others
	return (count-1)*size >= 15+3*count
}

// blocksOf splits a part into its blocks. What is no block, such as a line that
// begins an operation, is one that stands nowhere else.
func blocksOf(text string, depth int, known map[string]*block) []*block {
	var out []*block
	at := 0 // the depth that braces have reached
	start, from := 0, 0
	for i := 0; i <= len(text); {
		line, _, _ := strings.Cut(text[i:], "\n")
		begin := i
		i += len(line) + 1
		if begin == start {
			from = at
		}
		lowest, after := braces(line, at)
		at = after
		switch {
		case begin == 0 || from != depth || lowest < depth:
			out = append(out, &block{text: text[start : begin+len(line)], count: 1, first: true, last: true})
		case after > depth:
			continue // the block goes on
		default:
			whole := text[start : begin+len(line)]
			b := known[whole]
			if b == nil {
				b = &block{text: whole}
				known[whole] = b
			}
			b.count++
			out = append(out, b)
		}
		start = i
	}
	if start < len(text) { // a block that nothing ends
		out = append(out, &block{text: text[start:], count: 1, first: true, last: true})
	}
	return out
}

// braces tells how deep a line leads, and the least depth within it. Braces in
// strings and in the text behind // do not count.
func braces(line string, depth int) (lowest, after int) {
	lowest = depth
	if strings.HasPrefix(line, "//") {
		return depth, depth
	}
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '"':
			for i++; i < len(line) && line[i] != '"'; i++ {
				if line[i] == '\\' {
					i++
				}
			}
		case '/':
			if i > 0 && line[i-1] == ' ' && strings.HasPrefix(line[i:], "//") {
				return lowest, depth
			}
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			if depth--; depth < lowest {
				lowest = depth
			}
		}
	}
	return lowest, depth
}
