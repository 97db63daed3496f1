package survey

// Finding is what became of one description.
type Finding struct {
	File  string
	Bytes int64

	// Step is what was being done when the process ended, "" where all was done.
	Step string
	// Error says why the description was not read.
	Error string `json:",omitempty"`
	// Panic is the message of a process that died, with the innermost place in
	// Specloom. Hung tells that a step took longer than the limit.
	Panic string `json:",omitempty"`
	Hung  bool   `json:",omitempty"`

	Warnings []string `json:",omitempty"` // messages, without their places

	// Operations are those that were read. Counted is their number by
	// corpus.Operations, Lost what only that knows of and Extra what only package
	// openapi does. Uncounted is the error of corpus.Operations.
	Operations int
	Counted    int
	Lost       []string `json:",omitempty"`
	Extra      []string `json:",omitempty"`
	Uncounted  string   `json:",omitempty"`

	// Missing are operations that are not in exactly one view of the plan, and
	// Invalid is what the plan says of itself.
	Missing []string `json:",omitempty"`
	Invalid string   `json:",omitempty"`

	Chunkings []Chunking `json:",omitempty"`

	Seconds   map[string]float64 // by step: of CPU, or by the clock where the system does not tell
	PeakBytes uint64             // of resident memory, before the independent count; 0 where unknown
}

// Chunking is how the operations of a description went into chunks.
type Chunking struct {
	Encoder string
	Chunks  int
	Tokens  int
	Cut     int    // operations of which even the last encoder had to leave out parts
	Failed  string `json:",omitempty"`

	Over      []string `json:",omitempty"` // IDs of chunks that are over the maximum
	Miscount  []string `json:",omitempty"` // IDs of chunks whose Tokens are not those of their text
	Misplaced []string `json:",omitempty"` // IDs of operations that are not in exactly one chunk
}

// time is that of Specloom, the independent count left out.
func (f *Finding) time() float64 {
	total := 0.0
	for step, seconds := range f.Seconds {
		if step != stepCount {
			total += seconds
		}
	}
	return total
}

func (f *Finding) outcome() outcome {
	switch {
	case f.Hung:
		return hung
	case f.Panic != "":
		return panicked
	case f.Error != "":
		return failed
	}
	return read
}

type outcome int

const (
	read outcome = iota
	failed
	panicked
	hung
)
