package optimizer

import (
	"bytes"
	"fmt"
	"strconv"
)

// unfold puts back what is written once: runs of lines where they are called,
// and pieces where they are named.
func unfold(body []byte) (text []byte, err error) {
	body, definitions := cutMark(body, sharedMark)
	var runs, shared [][]byte
	for len(definitions) > 0 {
		var line []byte
		line, definitions = cutLine(definitions)
		start := shareMark + strconv.Itoa(len(shared)+1) + "="
		if !bytes.HasPrefix(line, []byte(start)) {
			return nil, fmt.Errorf("%q does not define what is repeated", first(line, 20))
		}
		shared = append(shared, line[len(start):])
	}
	body, definitions = cutMark(body, repeatMark)
	for len(definitions) > 0 {
		var line []byte
		line, definitions = cutLine(definitions)
		switch n := len(runs); {
		case string(line) == "@"+strconv.Itoa(n+1)+"=":
			runs = append(runs, nil)
		case n > 0:
			runs[n-1] = append(append(runs[n-1], line...), '\n')
		default:
			return nil, fmt.Errorf("%q does not define what is repeated", first(line, 20))
		}
	}
	if len(runs) > 0 {
		if body, err = callRuns(body, runs); err != nil {
			return nil, err
		}
	}
	for i := len(shared) - 1; i >= 0; i-- { // a definition names later ones only
		if shared[i], err = nameShared(shared[i], shared, i+1); err != nil {
			return nil, err
		}
	}
	return nameShared(body, shared, 0)
}

func callRuns(body []byte, runs [][]byte) (text []byte, err error) {
	for rest := body; len(rest) > 0; {
		var line []byte
		line, rest = cutLine(rest)
		if len(line) > 1 && line[0] == '@' {
			n, err := strconv.Atoi(string(line[1:]))
			if err != nil || n < 1 || n > len(runs) {
				return nil, fmt.Errorf("%q is no run of lines that is repeated", first(line, 20))
			}
			text = append(text, runs[n-1]...)
		} else {
			text = append(append(text, line...), '\n')
		}
		if len(text) > maxDecoded {
			return nil, fmt.Errorf("the notation is over %d bytes", maxDecoded)
		}
	}
	return text, nil
}

// nameShared puts pieces, from a number on, where they are named.
func nameShared(text []byte, shared [][]byte, from int) (out []byte, err error) {
	at := bytes.Index(text, []byte(shareMark))
	if at < 0 {
		return text, nil
	}
	for ; at >= 0; at = bytes.Index(text, []byte(shareMark)) {
		out = append(out, text[:at]...)
		text = text[at+len(shareMark):]
		n := 0
		for n < len(text) && isDigit(text[n]) {
			n++
		}
		number, err := strconv.Atoi(string(text[:n]))
		if err != nil || number <= from || number > len(shared) {
			return nil, fmt.Errorf("%q names nothing that is repeated", shareMark+string(first(text, 10)))
		}
		out = append(out, shared[number-1]...)
		if text = text[n:]; len(out) > maxDecoded {
			return nil, fmt.Errorf("the notation is over %d bytes", maxDecoded)
		}
	}
	return append(out, text...), nil
}

// cutMark gives what stands before a line and behind it.
func cutMark(text []byte, mark string) (before, behind []byte) {
	if bytes.HasPrefix(text, []byte(mark)) {
		return nil, text[len(mark):]
	}
	if at := bytes.Index(text, []byte("\n"+mark)); at >= 0 {
		return text[:at+1], text[at+1+len(mark):]
	}
	return text, nil
}

// cutLine gives the first line, without its end, and what is behind that.
func cutLine(text []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(text, []byte{'\n'})
	return line, rest
}
