package ratelimit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
)

// line is a machine whose minute is used up, and calls that wait for the next.
type line struct {
	*testing.T

	*ratelimit.Machine

	names map[ratelimit.Ticket]string
}

func newLine(t *testing.T, q ratelimit.Quota) *line {
	t.Helper()
	machine, err := ratelimit.NewMachine(q, ratelimit.WithMargins(1, 1))
	require.NoError(t, err)
	return &line{t, machine, map[ratelimit.Ticket]string{}}
}

func (l *line) ask(now time.Time, name string, tokens, priority int) ratelimit.Ticket {
	ticket, err := l.Ask(now, ratelimit.Charge{InputTokens: tokens, Priority: priority})
	require.NoError(l, err)
	l.names[ticket] = name
	return ticket
}

// admitted returns the names of those who are admitted at a time, in their order.
func (l *line) admitted(now time.Time) []string {
	var names []string
	for {
		d, ok := l.Decide(now)
		if !ok {
			return names
		}
		require.NoError(l, d.Err)
		names = append(names, l.names[d.Ticket])
	}
}

func TestThePriorityThenTheLargestThenTheEarliestGoesFirst(t *testing.T) {
	t.Parallel()
	l := newLine(t, ratelimit.Quota{TokensPerMinute: 1_000})
	l.ask(epoch, "small", 10, 0)
	l.ask(epoch, "large", 300, 0)
	l.ask(epoch, "large too", 300, 0)
	l.ask(epoch, "urgent", 20, 5)
	require.Equal(t, []string{"urgent", "large", "large too", "small"}, l.admitted(epoch))
}

func TestSmallerOnesPassWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	l := newLine(t, ratelimit.Quota{TokensPerMinute: 1_000})
	l.ask(epoch, "most of the minute", 600, 0)
	require.Len(t, l.admitted(epoch), 1)
	l.ask(epoch, "too much for now", 500, 0)
	l.ask(epoch, "fits", 400, 0)
	require.Equal(t, []string{"fits"}, l.admitted(epoch))
	wake, ok := l.Wake(epoch)
	require.True(t, ok)
	require.Equal(t, epoch.Add(60*time.Second+500*time.Millisecond), wake)
	require.Empty(t, l.admitted(wake.Add(-1)))
	require.Equal(t, []string{"too much for now"}, l.admitted(wake))
}

func TestLowerPrioritiesPassOnlyWhereTheyDelayNobody(t *testing.T) {
	t.Parallel()
	l := newLine(t, ratelimit.Quota{TokensPerMinute: 1_000})
	l.ask(epoch, "most of the minute", 600, 0)
	require.Len(t, l.admitted(epoch), 1)
	// When the 600 leave the window, 1,000 less what was taken now are free.
	l.ask(epoch, "urgent", 900, 1)
	l.ask(epoch, "would delay it", 101, 0)
	require.Empty(t, l.admitted(epoch))
	l.ask(epoch, "would not", 100, 0)
	require.Equal(t, []string{"would not"}, l.admitted(epoch))
	wake, _ := l.Wake(epoch)
	require.Equal(t, []string{"urgent"}, l.admitted(wake))
}

// TestNobodyIsPassedForEver keeps small calls coming for a large one that never
// fits between them.
func TestNobodyIsPassedForEver(t *testing.T) {
	t.Parallel()
	for _, quota := range []ratelimit.Quota{{TokensPerMinute: 1_000}, ratelimit.OpenAI(1_000, 0)} {
		l := newLine(t, quota)
		now, passed, through := epoch, 0, false
		l.ask(now, "first", 900, 0)
		require.Len(t, l.admitted(now), 1)
		l.ask(now, "large", 950, 0)
		for step := 0; !through && step < 2_000; step++ {
			l.ask(now, "small", 100, 0)
			for _, name := range l.admitted(now) {
				if name == "large" {
					through = true
					break
				}
				passed++
			}
			now = now.Add(5 * time.Second)
		}
		require.True(t, through, "the large call has starved")
		require.LessOrEqual(t, passed, 64)
	}
}

func TestTimeDoesNotGoBackwards(t *testing.T) {
	t.Parallel()
	l := newLine(t, ratelimit.Quota{TokensPerMinute: 1_000})
	later := epoch.Add(time.Hour)
	l.ask(later, "all", 1_000, 0)
	require.Len(t, l.admitted(later), 1)
	l.ask(epoch, "again", 1_000, 0)
	require.Empty(t, l.admitted(epoch))
	wake, _ := l.Wake(epoch)
	require.Equal(t, later.Add(60*time.Second+500*time.Millisecond), wake)
}

func TestCharges(t *testing.T) {
	t.Parallel()
	azure, plain := ratelimit.AzureOpenAI(100_000, 0), ratelimit.Quota{TokensPerMinute: 100_000}
	split := ratelimit.Quota{TokensPerMinute: 100_000, OutputTokensPerMinute: 100_000}
	for _, row := range []struct {
		name           string
		quota          ratelimit.Quota
		charge         ratelimit.Charge
		tokens, output int
		usage          ratelimit.Usage
		after, outputs int
	}{
		{
			"azure: a quarter of the characters and the maximum, for good", azure,
			ratelimit.Charge{InputTokens: 900, InputChars: 4_001, MaxOutputTokens: 500},
			1_501, 0,
			ratelimit.Usage{InputTokens: 900, OutputTokens: 10},
			1_501, 0,
		},
		{
			"azure: no characters are told, nor a maximum", azure,
			ratelimit.Charge{InputTokens: 900},
			900 + 512, 0,
			ratelimit.Usage{InputTokens: 5_000},
			900 + 512, 0,
		},
		{
			"openai: the larger", ratelimit.OpenAI(100_000, 0),
			ratelimit.Charge{InputChars: 4_000, MaxOutputTokens: 700},
			1_000, 0,
			ratelimit.Usage{OutputTokens: 1},
			1_000, 0,
		},
		{
			"openai: the maximum is larger", ratelimit.OpenAI(100_000, 0),
			ratelimit.Charge{InputTokens: 100, MaxOutputTokens: 700},
			700, 0,
			ratelimit.Usage{OutputTokens: 1},
			700, 0,
		},
		{
			"anthropic: corrected when done, cached input free", ratelimit.Anthropic(100_000, 100_000, 0),
			ratelimit.Charge{InputTokens: 1_000, CachedTokens: 100, MaxOutputTokens: 799},
			900, 800,
			ratelimit.Usage{InputTokens: 1_010, CachedTokens: 500, OutputTokens: 60},
			510, 60,
		},
		{
			"anthropic: unknown usage", ratelimit.Anthropic(100_000, 100_000, 0),
			ratelimit.Charge{InputTokens: 1_000, MaxOutputTokens: 799},
			1_000, 800,
			ratelimit.Usage{},
			1_000, 800,
		},
		{
			"plain: all, and no less afterwards", plain,
			ratelimit.Charge{InputTokens: 1_000, CachedTokens: 900, MaxOutputTokens: 200},
			1_200, 0,
			ratelimit.Usage{InputTokens: 10, OutputTokens: 1},
			1_200, 0,
		},
		{
			"plain: more than was booked", plain,
			ratelimit.Charge{InputTokens: 1_000, MaxOutputTokens: 200},
			1_200, 0,
			ratelimit.Usage{InputTokens: 1_300, OutputTokens: 200},
			1_500, 0,
		},
		{
			"plain: with a limit for output", split,
			ratelimit.Charge{InputTokens: 1_000, MaxOutputTokens: 200},
			1_000, 200,
			ratelimit.Usage{InputTokens: 900, OutputTokens: 250},
			1_000, 250,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			m, err := ratelimit.NewMachine(row.quota)
			require.NoError(t, err)
			ticket, err := m.Ask(epoch, row.charge)
			require.NoError(t, err)
			d, ok := m.Decide(epoch)
			require.True(t, ok)
			require.Equal(t, ratelimit.Decision{Ticket: ticket}, d)
			require.Equal(t, row.tokens, m.Status(epoch).Tokens.Used)
			require.Equal(t, row.output, m.Status(epoch).OutputTokens.Used)
			m.Done(epoch, ticket, row.usage)
			require.Equal(t, row.after, m.Status(epoch).Tokens.Used)
			require.Equal(t, row.outputs, m.Status(epoch).OutputTokens.Used)
		})
	}
}

func TestWhatCanNeverFit(t *testing.T) {
	t.Parallel()
	m, err := ratelimit.NewMachine(ratelimit.Quota{TokensPerMinute: 1_000})
	require.NoError(t, err)
	for _, charge := range []ratelimit.Charge{
		{InputTokens: 851}, {InputTokens: 1, MaxOutputTokens: 850}, {InputTokens: int(^uint(0) >> 1)}, {InputChars: int(^uint(0) >> 1)}, {InputTokens: -1},
	} {
		_, err = m.Ask(epoch, charge)
		require.ErrorIs(t, err, ratelimit.ErrTooLarge, "%+v", charge)
	}
	require.Equal(t, 5, m.Status(epoch).TooLarge)
	// An answer may overdraw Anthropic's bucket, so that it is never too large.
	m, err = ratelimit.NewMachine(ratelimit.Anthropic(1_000, 1_000, 10))
	require.NoError(t, err)
	_, err = m.Ask(epoch, ratelimit.Charge{InputTokens: 1, MaxOutputTokens: 64_000})
	require.NoError(t, err)
	_, ok := m.Decide(epoch)
	require.True(t, ok)
}

func TestShare(t *testing.T) {
	t.Parallel()
	q := ratelimit.Anthropic(100, 50, 2)
	for of, want := range [][3]int{{}, {100, 50, 2}, {50, 25, 1}, {33, 16, 1}} {
		if of > 0 {
			share := q.Share(1, of)
			require.Equal(t, want, [3]int{share.TokensPerMinute, share.OutputTokensPerMinute, share.RequestsPerMinute})
		}
	}
	require.Equal(t, 66, q.Share(2, 3).TokensPerMinute)
	require.Equal(t, q, q.Share(3, 3))
	require.Equal(t, 1, ratelimit.AzureOpenAI(10, 5).Share(1, 100).RequestsPerMinute) // not 0, which is no limit
	require.Zero(t, ratelimit.AzureOpenAI(10, 0).Share(1, 2).RequestsPerMinute)
	for _, bad := range [][2]int{{0, 1}, {2, 1}, {1, 0}, {-1, -1}} {
		_, err := ratelimit.New(q.Share(bad[0], bad[1]))
		require.ErrorContains(t, err, "share")
	}
}

func TestRequestSlices(t *testing.T) {
	t.Parallel()
	quota := ratelimit.AzureOpenAI(0, 60) // 10 in 10 s
	l := newLine(t, quota)
	now, times := epoch, []time.Duration(nil)
	for range 25 {
		l.ask(now, "", 1, 0)
	}
	for len(times) < 25 {
		for range l.admitted(now) {
			times = append(times, now.Sub(epoch))
		}
		wake, ok := l.Wake(now)
		if !ok {
			break
		}
		now = wake
	}
	require.Len(t, times, 25)
	require.Equal(t, []time.Duration{0, 10*time.Second + 500*time.Millisecond, 21 * time.Second}, []time.Duration{times[9], times[10], times[20]})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	l := newLine(t, ratelimit.Quota{TokensPerMinute: 1_000, RequestsPerMinute: 10, RequestSlice: ratelimit.NoRequestSlice})
	require.InDelta(t, 1, l.Status(epoch).SuccessRate(), 0)
	first, second := l.ask(epoch, "", 400, 0), l.ask(epoch, "", 300, 0)
	third := l.ask(epoch, "", 400, 0)
	require.Len(t, l.admitted(epoch), 2)
	s := l.Status(epoch)
	require.Equal(t, ratelimit.Level{Limit: 1_000, Used: 800, Configured: 1_000}, s.Tokens)
	require.Equal(t, ratelimit.Level{Limit: 10, Used: 2, Configured: 10}, s.Requests)
	require.Zero(t, s.OutputTokens)
	require.InDelta(t, 0.8, s.Tokens.Utilisation(), 1e-9)
	require.InDelta(t, 0, s.OutputTokens.Utilisation(), 0)
	require.Equal(t, 2, s.Running)
	require.Equal(t, 1, s.Waiting)

	l.Done(epoch, first, ratelimit.Usage{InputTokens: 300, CachedTokens: 200, OutputTokens: 10})
	now := epoch.Add(61 * time.Second)
	require.Empty(t, l.admitted(now.Add(-time.Second)))
	l.Done(now, third, ratelimit.Usage{InputTokens: 500, OutputTokens: 30})
	require.Len(t, l.admitted(now), 1)
	l.Throttled(now, second, time.Second)
	s = l.Status(now)
	require.Equal(t, 61*time.Second, s.WaitP95)
	require.Zero(t, s.WaitP50)
	require.Equal(t, ratelimit.Usage{InputTokens: 800, CachedTokens: 200, OutputTokens: 40}, s.Used)
	require.Equal(t, ratelimit.Usage{InputTokens: 400, CachedTokens: 100, OutputTokens: 20}, s.Average())
	require.InDelta(t, 2.0/3, s.SuccessRate(), 1e-9)
	require.Equal(t, now, s.LastThrottle)
	require.True(t, s.HeldUntil.After(now))
	require.Equal(t, "tokens 130 of 500 (26 %), where 1000 are configured, requests 1 of 10 (10 %), 0 running, 0 waiting (p50 0s, p95 1m1s), 67 % of 3 succeeded, 1 throttled", s.String())
}
