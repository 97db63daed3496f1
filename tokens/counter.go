package tokens

// counter is the machinery of one encoding.
type counter struct {
	vocabulary *vocabulary
	splitter   *splitter
	next       nextFunc
	cache      *cache
}

// nextFunc gives the end of the piece of s that begins at i, by the rules of one
// encoding.
type nextFunc func(sp *splitter, s string, i int) int

func newCounter(name string, next nextFunc) (*counter, error) {
	vocabulary, err := readVocabulary(name + ".tiktoken")
	if err != nil {
		return nil, err
	}
	return &counter{vocabulary: vocabulary, splitter: &splitter{classes()}, next: next, cache: &cache{}}, nil
}

// count gives the number of tokens of valid UTF-8.
func (c *counter) count(s string) int {
	total := 0
	for i := 0; i < len(s); {
		j := c.next(c.splitter, s, i)
		total += c.piece(s, i, j)
		i = j
	}
	return total
}

// piece gives the number of tokens of the piece s[i:j].
func (c *counter) piece(s string, i, j int) int {
	switch n := j - i; {
	case n == 1:
		return 1
	case n <= shortLimit:
		key := shortKey(s, i, j)
		count, ok := c.cache.getShort(key)
		if !ok {
			count = c.measure(s, i, j)
			c.cache.putShort(key, count)
		}
		return count
	case n <= longLimit:
		hash := hashOf(s, i, j)
		count, ok := c.cache.getLong(hash, s, i, j)
		if !ok {
			count = c.measure(s, i, j)
			c.cache.putLong(hash, s, i, j, count)
		}
		return count
	default:
		return c.measure(s, i, j)
	}
}

// measure is piece without the cache.
func (c *counter) measure(s string, i, j int) int {
	if c.vocabulary.id(s, i, j) != none {
		return 1
	}
	buf := takeBuffer()
	defer buf.free()
	return len(c.vocabulary.merge(s[i:j], buf))
}

// encode gives the ids of the tokens of valid UTF-8.
func (c *counter) encode(s string) []int {
	ids := make([]int, 0, len(s)/3)
	buf := takeBuffer()
	defer buf.free()
	for i := 0; i < len(s); {
		j := c.next(c.splitter, s, i)
		if id := c.vocabulary.id(s, i, j); id != none {
			ids = append(ids, int(id))
		} else {
			starts := c.vocabulary.merge(s[i:j], buf)
			for k, start := range starts {
				end := j
				if k+1 < len(starts) {
					end = i + int(starts[k+1])
				}
				ids = append(ids, int(c.vocabulary.id(s, i+int(start), end)))
			}
		}
		i = j
	}
	return ids
}
