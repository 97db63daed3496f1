package ratelimit_test

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
)

// TestIssue7RoomIsNotGivenBackTwice: when the first call gives back, the bucket turns
// out to have been full in the meantime. The second finds no room any more.
func TestIssue7RoomIsNotGivenBackTwice(t *testing.T) {
	t.Parallel()
	m, err := ratelimit.NewMachine(ratelimit.Anthropic(600, 0, 0), ratelimit.WithMargins(1, 1), ratelimit.WithGuard(0))
	require.NoError(t, err)
	l := &line{t, m, map[ratelimit.Ticket]string{}}
	at := func(seconds int) time.Time { return epoch.Add(time.Duration(seconds) * time.Second) }
	first, second := l.ask(epoch, "", 200, 0), l.ask(epoch, "", 400, 0)
	require.Len(t, l.admitted(epoch), 2)
	l.ask(at(40), "", 400, 0) // 400 have flowed in, and are taken
	require.Len(t, l.admitted(at(40)), 1)
	l.Done(at(40), second, ratelimit.Usage{InputTokens: 1}) // without it, it would have been full at 20 s
	require.Equal(t, 400, m.Status(at(40)).Tokens.Used)
	l.Done(at(40), first, ratelimit.Usage{InputTokens: 1})
	require.Equal(t, 400, m.Status(at(40)).Tokens.Used)
}

// TestIssue7WhatAnAnswerTookIsKnown: the bucket was full when an answer took more than
// was booked for it, so that nothing booked before can be given back.
func TestIssue7WhatAnAnswerTookIsKnown(t *testing.T) {
	t.Parallel()
	m, err := ratelimit.NewMachine(ratelimit.Anthropic(0, 600, 0), ratelimit.WithMargins(1, 1), ratelimit.WithGuard(0))
	require.NoError(t, err)
	var tickets []ratelimit.Ticket
	for _, most := range []int{399, 99} {
		ticket, err := m.Ask(epoch, ratelimit.Charge{MaxOutputTokens: most})
		require.NoError(t, err)
		_, ok := m.Decide(epoch)
		require.True(t, ok)
		tickets = append(tickets, ticket)
	}
	now := epoch.Add(30 * time.Second)
	m.Done(now, tickets[1], ratelimit.Usage{OutputTokens: 600})
	m.Done(now, tickets[0], ratelimit.Usage{OutputTokens: 1})
	require.Equal(t, 550, m.Status(now).OutputTokens.Used)
}

// TestIssue7AbsurdUsageIsNotBelieved: what an answer says it used costs neither time
// nor days of debt.
func TestIssue7AbsurdUsageIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, quota := range []ratelimit.Quota{
		ratelimit.Anthropic(10_000, 2_000, 0), ratelimit.Anthropic(0, 1, 0), ratelimit.AzureOpenAI(10_000, 10), ratelimit.OpenAI(10_000, 10),
		{TokensPerMinute: 10_000},
		{TokensPerMinute: 10_000, OutputTokensPerMinute: 2_000},
		(ratelimit.Quota{TokensPerMinute: 10_000}).Share(1, 2),
	} {
		for _, n := range []int{math.MaxInt, 1 << 30, -1, math.MinInt} {
			m, err := ratelimit.NewMachine(quota)
			require.NoError(t, err)
			charge := ratelimit.Charge{InputTokens: 100, MaxOutputTokens: 50}
			if quota.OutputTokensPerMinute == 1 {
				charge.MaxOutputTokens = 1
			}
			ticket, err := m.Ask(epoch, charge)
			require.NoError(t, err)
			_, ok := m.Decide(epoch)
			require.True(t, ok)
			m.Done(epoch, ticket, ratelimit.Usage{InputTokens: n, OutputTokens: n})
			m.Done(epoch, ticket, ratelimit.Usage{InputTokens: n, OutputTokens: n})
			_, err = m.Ask(epoch, charge)
			require.NoError(t, err)
			now := epoch
			for {
				if d, ok := m.Decide(now); ok {
					require.NoError(t, d.Err)
					break
				}
				now, ok = m.Wake(now)
				require.True(t, ok)
			}
			require.LessOrEqual(t, now.Sub(epoch), 4*time.Minute, "%+v, %d", quota, n)
			used := m.Status(now).Used
			require.GreaterOrEqual(t, used.InputTokens, 0)
			require.GreaterOrEqual(t, used.OutputTokens, 0)
		}
	}
	bucket := ratelimit.NewTokenBucket(1, 60)
	bucket.Charge(epoch, math.MaxInt)
	require.InEpsilon(t, -float64(math.MaxInt), bucket.TokensAt(epoch), 1e-9)
	bucket.Charge(epoch, -math.MaxInt)
	bucket.Charge(epoch.Add(time.Second), -10)
	require.InDelta(t, 1, bucket.TokensAt(epoch.Add(time.Second)), 1e-9)
}

// TestIssue7APlainQuotaHasASlice: a provider that looks at slices of 10 s turns nobody
// away, and one that does not need not be feared.
func TestIssue7APlainQuotaHasASlice(t *testing.T) {
	t.Parallel()
	at := func(slice time.Duration) int {
		l := newLine(t, ratelimit.Quota{RequestsPerMinute: 60, RequestSlice: slice})
		for range 61 {
			l.ask(epoch, "", 1, 0)
		}
		return len(l.admitted(epoch))
	}
	require.Equal(t, 10, at(0))
	require.Equal(t, 1, at(time.Second))
	require.Equal(t, 60, at(ratelimit.NoRequestSlice))
	_, err := ratelimit.New(ratelimit.Quota{RequestsPerMinute: 60, RequestSlice: -2})
	require.ErrorContains(t, err, "slice")
}

// TestIssue7AnUnsetMaximumIsNotNothing: of such calls, what they have had is booked.
func TestIssue7AnUnsetMaximumIsNotNothing(t *testing.T) {
	t.Parallel()
	m, err := ratelimit.NewMachine(ratelimit.Anthropic(0, 10_000, 0), ratelimit.WithMargins(1, 1))
	require.NoError(t, err)
	now := epoch
	burst := func() (tickets []ratelimit.Ticket) {
		for range 900 {
			ticket, err := m.Ask(now, ratelimit.Charge{InputTokens: 1})
			require.NoError(t, err)
			if _, ok := m.Decide(now); !ok {
				m.Leave(now, ticket)
				return tickets
			}
			tickets = append(tickets, ticket)
		}
		return tickets
	}
	tickets := burst()
	require.Len(t, tickets, 9_916/513)
	for _, ticket := range tickets {
		m.Done(now, ticket, ratelimit.Usage{InputTokens: 1, OutputTokens: 4_000})
	}
	now = now.Add(time.Hour)
	require.LessOrEqual(t, len(burst()), 4)
}

// TestIssue7TheAcquireTimeoutDoesNotAddUp: those that wait for the same thing are out
// of time together.
func TestIssue7TheAcquireTimeoutDoesNotAddUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter, err := ratelimit.New(ratelimit.OpenAI(1_000, 0), ratelimit.WithFirstAlone())
		require.NoError(t, err)
		_, err = limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1}) // and it never ends
		require.NoError(t, err)
		start := time.Now()
		failed := make(chan error)
		for range 3 {
			go func() {
				_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1})
				failed <- err
			}()
		}
		for range 3 {
			require.ErrorIs(t, <-failed, context.DeadlineExceeded)
		}
		require.Equal(t, 5*time.Minute, time.Since(start))
	})
}
