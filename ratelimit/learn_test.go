package ratelimit_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
)

// admit has a call of so many tokens admitted at a time, alone in the queue.
func admit(t *testing.T, m *ratelimit.Machine, now time.Time, tokens int) ratelimit.Ticket {
	t.Helper()
	ticket, err := m.Ask(now, ratelimit.Charge{InputTokens: tokens, MaxOutputTokens: 1})
	require.NoError(t, err)
	d, ok := m.Decide(now)
	require.True(t, ok, "not admitted")
	require.Equal(t, ratelimit.Decision{Ticket: ticket}, d)
	return ticket
}

func newMachine(t *testing.T, q ratelimit.Quota, opts ...ratelimit.Option) *ratelimit.Machine {
	t.Helper()
	machine, err := ratelimit.NewMachine(q, append([]ratelimit.Option{ratelimit.WithMargins(1, 1), ratelimit.WithSeed(1)}, opts...)...)
	require.NoError(t, err)
	return machine
}

func told(limit, left int) ratelimit.Observed {
	return ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: limit, Remaining: left, HasRemaining: true}}
}

func TestAnnouncedLimitsAreAdopted(t *testing.T) {
	t.Parallel()
	for _, q := range []ratelimit.Quota{{TokensPerMinute: 10_000}, ratelimit.OpenAI(10_000, 0)} {
		var drifts []ratelimit.Drift
		m := newMachine(t, q, ratelimit.WithMargins(0.8, 0.9), ratelimit.WithDrift(func(d ratelimit.Drift) { drifts = append(drifts, d) }))
		first := admit(t, m, epoch, 1_000)
		m.Observe(epoch, first, ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: 5_000}})
		level := m.Status(epoch).Tokens
		require.Equal(t, 4_000, level.Limit)
		require.Equal(t, 10_000, level.Configured)
		require.Equal(t, 5_000, level.Announced)
		require.True(t, level.Drifted)
		require.Equal(t, []ratelimit.Drift{{At: epoch, Limit: "tokens", Configured: 10_000, Announced: 5_000, Before: 8_000, After: 4_000}}, drifts)
		require.Contains(t, m.Status(epoch).String(), "where 10000 are configured")
		_, err := m.Ask(epoch, ratelimit.Charge{InputTokens: 4_001})
		require.ErrorIs(t, err, ratelimit.ErrTooLarge)
		// What was taken stays taken.
		_, err = m.Ask(epoch, ratelimit.Charge{InputTokens: 3_500})
		require.NoError(t, err)
		_, ok := m.Decide(epoch)
		require.False(t, ok)
		// It never becomes more than was configured.
		m.Observe(epoch, first, ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: 50_000}})
		require.Equal(t, 8_000, m.Status(epoch).Tokens.Limit)
		require.Len(t, drifts, 2)
		require.Equal(t, 2, m.Status(epoch).Drifts)
	}
}

// TestSharesOfWhatIsAnnounced has two processes, of a quota that is half of what they
// were told.
func TestSharesOfWhatIsAnnounced(t *testing.T) {
	t.Parallel()
	for part, want := range map[ratelimit.Quota]int{
		ratelimit.OpenAI(10_000, 0):                           5_000,
		ratelimit.OpenAI(10_000, 0).Share(2, 2):               5_000,
		ratelimit.OpenAI(10_000, 0).Share(1, 2):               2_500,
		ratelimit.OpenAI(10_000, 0).Share(1, 2).Share(1, 2):   1_250,
		ratelimit.Quota{TokensPerMinute: 10_000}.Share(1, 10): 500,
	} {
		m := newMachine(t, part)
		m.Observe(epoch, admit(t, m, epoch, 100), ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: 5_000}})
		require.Equal(t, want, m.Status(epoch).Tokens.Limit)
	}
}

func TestWhoWaitsIsToldThatTheLimitBecameTooSmall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := newLocal(t, ratelimit.Quota{TokensPerMinute: 10_000}, ratelimit.WithMargins(1, 1))
		permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 5_000})
		require.NoError(t, err)
		var wg sync.WaitGroup
		wg.Go(func() {
			_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 9_000})
			assert.ErrorIs(t, err, ratelimit.ErrTooLarge)
		})
		synctest.Wait()
		start := time.Now()
		permit.Observe(told(6_000, 1_000))
		wg.Wait()
		require.Zero(t, time.Since(start))
	})
}

// TestWhatRemainsShowsWhatIsOurs has Azure OpenAI tell what is left, and no limit.
func TestWhatRemainsShowsWhatIsOurs(t *testing.T) {
	t.Parallel()
	m := newMachine(t, ratelimit.AzureOpenAI(10_000, 0))
	first := admit(t, m, epoch, 999)
	second := admit(t, m, epoch.Add(100*time.Millisecond), 1_999)
	m.Observe(epoch.Add(30*time.Second), first, told(0, 4_000)) // its own 1,000 and perhaps the 2,000
	require.Equal(t, 7_000, m.Status(epoch).Tokens.Limit)
	m.Observe(epoch.Add(30*time.Second), second, told(0, 2_000))
	require.Equal(t, 5_000, m.Status(epoch).Tokens.Limit)
	require.Equal(t, 3_000, m.Status(epoch).Tokens.Used)
	// When the others are gone there is more again.
	later := epoch.Add(2 * time.Minute)
	third := admit(t, m, later, 999)
	m.Observe(later, third, told(0, 9_000))
	require.Equal(t, 5_500, m.Status(later).Tokens.Limit)
}

// TestOthersDrainOurBucket has others draw on a bucket that refills.
func TestOthersDrainOurBucket(t *testing.T) {
	t.Parallel()
	m := newMachine(t, ratelimit.OpenAI(60_000, 0))
	first := admit(t, m, epoch, 10_000)
	m.Observe(epoch.Add(time.Second), first, told(60_000, 5_000))
	ticket, err := m.Ask(epoch.Add(time.Second), ratelimit.Charge{InputTokens: 10_000})
	require.NoError(t, err)
	_, ok := m.Decide(epoch.Add(time.Second))
	require.False(t, ok)
	wake, _ := m.Wake(epoch.Add(time.Second))
	require.InDelta(t, 5, wake.Sub(epoch).Seconds(), 0.01) // 5,000 were left, and 1,000 come each second
	d, ok := m.Decide(wake)
	require.True(t, ok)
	require.Equal(t, ticket, d.Ticket)
}

// TestALimitThatFallsOwesNothing: found by FuzzMachine. What was booked under a higher
// limit leaves the window after a minute, and does not have to flow in again.
func TestALimitThatFallsOwesNothing(t *testing.T) {
	t.Parallel()
	for _, q := range []ratelimit.Quota{ratelimit.AzureOpenAI(0, 60), ratelimit.OpenAI(0, 60)} {
		m := newMachine(t, q)
		var last ratelimit.Ticket
		for range 10 {
			last = admit(t, m, epoch, 1)
		}
		m.Observe(epoch, last, ratelimit.Observed{Requests: ratelimit.ObservedLimit{Limit: 1}})
		_, err := m.Ask(epoch, ratelimit.Charge{})
		require.NoError(t, err)
		wake, ok := m.Wake(epoch)
		require.True(t, ok)
		require.LessOrEqual(t, wake.Sub(epoch), 61*time.Second)
		_, ok = m.Decide(wake)
		require.True(t, ok)
	}
}

// TestWhatRemainsOwesNothing: found by FuzzMachine. A reply that comes after many other
// calls were booked leaves our bucket empty at worst.
func TestWhatRemainsOwesNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t, ratelimit.OpenAI(6_000, 0))
	first := admit(t, m, epoch, 10)
	second := epoch.Add(time.Second)
	for range 5 {
		admit(t, m, second, 1_000)
	}
	m.Observe(second, first, told(0, 1))
	_, err := m.Ask(second, ratelimit.Charge{InputTokens: 100})
	require.NoError(t, err)
	wake, ok := m.Wake(second)
	require.True(t, ok)
	require.InDelta(t, 1, wake.Sub(second).Seconds(), 0.1) // 100 tokens flow in
}

// TestWhatHadFlowedInAlreadyIsNotGivenBack: found by FuzzMachine. A call that used less
// than was booked gives nothing back to a bucket that has been full since.
func TestWhatHadFlowedInAlreadyIsNotGivenBack(t *testing.T) {
	t.Parallel()
	for age, wait := range map[time.Duration]bool{10 * time.Second: false, 70 * time.Second: true} {
		m := newMachine(t, ratelimit.Anthropic(6_000, 0, 0), ratelimit.WithGuard(0))
		first := admit(t, m, epoch, 3_000)
		now := epoch.Add(age)
		admit(t, m, now, m.Status(now).Tokens.Limit-m.Status(now).Tokens.Used)
		m.Done(now, first, ratelimit.Usage{InputTokens: 3_000, CachedTokens: 3_000})
		_, err := m.Ask(now, ratelimit.Charge{InputTokens: 1_500})
		require.NoError(t, err)
		_, ok := m.Decide(now)
		require.Equal(t, wait, !ok, age)
	}
}

func TestOddRepliesTeachNothing(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]ratelimit.Observed{
		"nothing":                      {},
		"no limit is left":             told(0, 0),
		"less than it has let through": told(100, 90_000),
		"more than there can be":       told(int(^uint(0)>>1), int(^uint(0)>>1)),
		"less than nothing":            told(-1, -int(^uint(0)>>1)),
		"limits that we do not have":   {OutputTokens: ratelimit.ObservedLimit{Limit: 1}, InputTokens: ratelimit.ObservedLimit{Limit: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, q := range []ratelimit.Quota{{TokensPerMinute: 10_000}, ratelimit.AzureOpenAI(10_000, 100), ratelimit.OpenAI(10_000, 100)} {
				m := newMachine(t, q)
				ticket := admit(t, m, epoch, 1_000)
				before := m.Status(epoch)
				m.Observe(epoch, ticket, o)
				after := m.Status(epoch)
				after.Tokens.Announced = 0 // which is told, whatever it is
				require.Equal(t, before, after)
				m.Done(epoch, ticket, ratelimit.Usage{InputTokens: 1_000})
				before = m.Status(epoch)
				m.Observe(epoch, ticket, told(5_000, 1)) // too late
				require.Equal(t, before, m.Status(epoch))
			}
		})
	}
	ratelimit.Permit{}.Observe(told(1, 1)) // belongs to no limiter
}

// TestABurstThatIsTurnedAwayShowsTheLimit sends 20 calls of which 10 fit.
func TestABurstThatIsTurnedAwayShowsTheLimit(t *testing.T) {
	t.Parallel()
	for _, q := range []ratelimit.Quota{ratelimit.AzureOpenAI(20_000, 0), ratelimit.OpenAI(20_200, 0)} {
		m := newMachine(t, q)
		var burst []ratelimit.Ticket
		for range 20 {
			burst = append(burst, admit(t, m, epoch, 999))
		}
		now := epoch.Add(50 * time.Millisecond)
		for _, ticket := range burst[10:] {
			m.Throttled(now, ticket, 5*time.Second)
		}
		// More than 10 of them, and less than 11.
		require.InDelta(t, 10_500, m.Status(now).Tokens.Limit, 500)
		// It is kept for two minutes, and tried again little by little afterwards.
		kept := m.Status(now).Tokens.Limit
		require.Equal(t, kept, m.Status(now.Add(2*time.Minute)).Tokens.Limit)
		last := kept
		for minute := 3; minute <= 7; minute++ {
			limit := m.Status(now.Add(time.Duration(minute) * time.Minute)).Tokens.Limit
			require.Greater(t, limit, last)
			last = limit
		}
		require.False(t, m.Status(now.Add(9*time.Minute)).Tokens.Drifted)
	}
}

func TestOneBurstTakesNoMoreThanHalf(t *testing.T) {
	t.Parallel()
	m := newMachine(t, ratelimit.AzureOpenAI(20_000, 0))
	var burst []ratelimit.Ticket
	for range 20 {
		burst = append(burst, admit(t, m, epoch, 999))
	}
	for _, ticket := range burst {
		m.Throttled(epoch.Add(time.Second), ticket, time.Second)
	}
	require.Equal(t, 10_000, m.Status(epoch).Tokens.Limit)
	// A call that needs more than what was shown passes all the same, when it is alone.
	later := epoch.Add(time.Minute + time.Second)
	admit(t, m, later, 14_999)
	require.Equal(t, 15_000, m.Status(later).Tokens.Limit)
}

// TestTheProvidersOwnLoadTeachesNothing has calls turned away of which the quota is not
// the cause.
func TestTheProvidersOwnLoadTeachesNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t, ratelimit.AzureOpenAI(20_000, 100))
	for range 10 {
		admit(t, m, epoch, 999)
	}
	enough := admit(t, m, epoch, 999)
	now := epoch.Add(time.Second)
	o := told(0, 9_000)
	o.RetryAfter = time.Second
	m.Observe(now, enough, o)
	m.Throttled(now, enough, time.Second)
	require.False(t, m.Status(now).Tokens.Drifted)

	m = newMachine(t, ratelimit.AzureOpenAI(20_000, 100))
	m.Throttled(now, admit(t, m, epoch, 999), time.Second) // 5 % of the quota
	require.False(t, m.Status(now).Tokens.Drifted)
	require.True(t, m.Status(now).HeldUntil.After(now))
}

// TestAbsurdWaits has a provider ask for longer than there is time.
func TestAbsurdWaits(t *testing.T) {
	t.Parallel()
	m := newMachine(t, ratelimit.Quota{TokensPerMinute: 1_000})
	m.Throttled(epoch, admit(t, m, epoch, 10), 1<<63-1)
	held := m.Status(epoch).HeldUntil.Sub(epoch)
	require.Greater(t, held, 30*24*time.Hour)
	require.Less(t, held, 35*24*time.Hour)
	m = newMachine(t, ratelimit.Quota{TokensPerMinute: 1_000})
	m.Throttled(epoch, admit(t, m, epoch, 10), -1<<63)
	require.Less(t, m.Status(epoch).HeldUntil.Sub(epoch), 2*time.Second)
}

func TestTheFirstGoesAlone(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		end  func(ratelimit.Permit)
		took time.Duration
	}{
		"until its reply":    {func(p ratelimit.Permit) { p.Observe(told(1_000, 900)) }, 3 * time.Second},
		"until it is done":   {func(p ratelimit.Permit) { p.Done(ratelimit.Usage{}) }, 3 * time.Second},
		"until it is thrown": {func(p ratelimit.Permit) { p.Throttled(2 * time.Second) }, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				limiter := newLocal(t, ratelimit.Quota{TokensPerMinute: 10_000}, ratelimit.WithFirstAlone(),
					ratelimit.WithBackoff(ratelimit.Backoff{Multiplier: 1}))
				start := time.Now()
				first, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 100})
				require.NoError(t, err)
				// One that gives up while it waits is no reply.
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				_, err = limiter.Acquire(ctx, ratelimit.Charge{InputTokens: 100})
				require.ErrorIs(t, err, context.DeadlineExceeded)
				var wg sync.WaitGroup
				for range 5 {
					wg.Go(func() {
						_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 100})
						assert.NoError(t, err)
					})
				}
				time.Sleep(2 * time.Second) //nolint:forbidigo // in a bubble
				row.end(first)
				wg.Wait()
				require.Equal(t, row.took, time.Since(start))
			})
		})
	}
}

// TestDriftIsToldOutsideOfTheLock would hang if it were not.
func TestDriftIsToldOutsideOfTheLock(t *testing.T) {
	t.Parallel()
	var limiter *ratelimit.Local
	var drifts []ratelimit.Drift
	limiter = newLocal(t, ratelimit.AzureOpenAI(1_000_000, 0), ratelimit.WithDrift(func(d ratelimit.Drift) {
		if limiter.Status().Tokens.Drifted {
			drifts = append(drifts, d)
		}
	}))
	permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 100})
	require.NoError(t, err)
	permit.Observe(told(500_000, 400_000))
	require.Len(t, drifts, 1)
	require.Equal(t, 500_000, drifts[0].Announced)
}
