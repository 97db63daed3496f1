package bookshop

import (
	"iter"
	"slices"
	"strconv"
	"strings"
)

// table keeps rows by ID, in the order in which they came. IDs count up from
// 101, so that the same requests give the same IDs. Rows are values: whoever
// changes one puts a new value in its place, and answers that are still being
// written stay as they were.
type table[T any] struct {
	prefix string
	last   int
	order  []string
	rows   map[string]T
}

func newTable[T any](prefix string) *table[T] {
	return &table[T]{prefix: prefix, last: 100, rows: map[string]T{}}
}

// nextID makes the ID of a row to come.
func (t *table[T]) nextID() string {
	t.last++
	return t.prefix + "-" + strconv.Itoa(t.last)
}

func (t *table[T]) get(id string) (T, bool) {
	row, ok := t.rows[id]
	return row, ok
}

// put adds a row, or replaces the one of that ID.
func (t *table[T]) put(id string, row T) {
	if _, ok := t.rows[id]; !ok {
		t.order = append(t.order, id)
	}
	t.rows[id] = row
}

func (t *table[T]) delete(id string) {
	delete(t.rows, id)
	for i, have := range t.order {
		if have == id {
			t.order = append(t.order[:i:i], t.order[i+1:]...)
			return
		}
	}
}

// all yields every row, oldest first.
func (t *table[T]) all() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, id := range t.order {
			if !yield(t.rows[id]) {
				return
			}
		}
	}
}

// newestFirst yields every row, newest first.
func (t *table[T]) newestFirst() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, id := range slices.Backward(t.order) {
			if !yield(t.rows[id]) {
				return
			}
		}
	}
}

// number is the number in an ID of that prefix.
func number(id, prefix string) (int, bool) {
	digits, found := strings.CutPrefix(id, prefix+"-")
	n, err := strconv.Atoi(digits)
	return n, found && err == nil
}
