package optimizer

import (
	"fmt"
	"strings"
)

// Level says how much of a description a model is sent.
type Level int

// The levels, from the weakest.
const (
	// None sends everything: the operations as the description has them, and all
	// that they refer to, once.
	None Level = iota
	// Conservative loses nothing, and writes it in fewer tokens where it can.
	Conservative
	// Balanced keeps what a planner of a user interface needs; see [Legend].
	Balanced
	// Aggressive keeps the operations, their parameters, what must be sent, and
	// the names of what is answered.
	Aggressive
)

var levelNames = [...]string{"none", "conservative", "balanced", "aggressive"}

// String gives the name that [ParseLevel] reads.
func (l Level) String() string {
	if l < None || l > Aggressive {
		return fmt.Sprintf("Level(%d)", int(l))
	}
	return levelNames[l]
}

// ParseLevel reads "none", "conservative", "balanced" or "aggressive", in
// whatever case.
func ParseLevel(name string) (Level, error) {
	for i, have := range levelNames {
		if strings.EqualFold(name, have) {
			return Level(i), nil
		}
	}
	return None, fmt.Errorf("optimizer: parse level: %q is none of %s", name, strings.Join(levelNames[:], ", "))
}

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) {
	if l < None || l > Aggressive {
		return nil, fmt.Errorf("optimizer: marshal level: %d is no level", int(l))
	}
	return []byte(l.String()), nil
}

// UnmarshalText reads a level's name.
func (l *Level) UnmarshalText(text []byte) error {
	parsed, err := ParseLevel(string(text))
	if err == nil {
		*l = parsed
	}
	return err
}
