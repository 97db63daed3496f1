package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrTooLarge says that a call needs more than the whole quota and can never be
// admitted.
var ErrTooLarge = errors.New("larger than the quota")

// WaitError says that a call was not admitted, and what it waited for. It answers
// errors.Is for context.DeadlineExceeded when it was out of time, whether by the
// acquire timeout or by the context's deadline, and for the context's error and
// cause when that ended it.
type WaitError struct {
	Waited time.Duration
	For    string        // what it waited for: "tokens", "a hold of the provider", …
	Ready  time.Duration // how long it would still have taken at least; 0 if not known
	Err    error         // context.DeadlineExceeded, or how the context ended
}

// Error writes the error as "ratelimit: waited 5m0s for tokens: cause".
func (e *WaitError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ratelimit: waited %v for %s", e.Waited.Round(time.Millisecond), e.For)
	if e.Ready > 0 {
		fmt.Fprintf(&b, ", %v more to go", e.Ready.Round(time.Millisecond))
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	return b.String()
}

// Unwrap returns Err.
func (e *WaitError) Unwrap() error { return e.Err }

// ended is how a context ended: its error and, where that says more, its cause.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// tooLarge says which need of a call is more than is ever there, or nil.
func (m *Machine) tooLarge(n need) error {
	for d, meter := range m.meters {
		if meter != nil && n[d] > meter.most {
			return fmt.Errorf("ratelimit: a call of %d %s: %w: at most %d are ever admitted at once",
				n[d], dimensions[d].name, ErrTooLarge, meter.most)
		}
	}
	return nil
}
