package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

func calls(n, input, output int) []call {
	out := make([]call, n)
	for i := range out {
		out[i] = call{
			chunk: "c", charge: ratelimit.Charge{InputTokens: input, MaxOutputTokens: 2 * output},
			usage: llm.Usage{InputTokens: input, OutputTokens: output},
		}
	}
	return out
}

func TestSimulatedTimeIsArithmetic(t *testing.T) {
	t.Parallel()
	const each = baseLatency + 100*tokenLatency
	for _, one := range []struct {
		calls, workers int
		want           time.Duration
	}{{12, 1, 12 * each}, {12, 3, 4 * each}, {13, 3, 5 * each}, {12, 50, each}, {0, 3, 0}} {
		got, err := replay(calls(one.calls, 1_000, 100), quota, one.workers)
		require.NoError(t, err)
		require.Equal(t, took{one.want, 0}, got)
	}
	first := calls(13, 1_000, 100)
	first[5].chunk = ""
	got, err := replay(first, quota, 12)
	require.NoError(t, err)
	require.Equal(t, 2*each, got.time, "the others wait for the blueprint")
}

func TestSimulatedTimeKeepsTheQuota(t *testing.T) {
	t.Parallel()
	many := calls(20, 90_000, 1_000) // two a minute, by the provider's books
	got, err := replay(many, quota, 20)
	require.NoError(t, err)
	require.Zero(t, got.turnedAway)
	require.Greater(t, got.time, 9*time.Minute)
	require.Less(t, got.time, 11*time.Minute)
	again, err := replay(many, quota, 20)
	require.NoError(t, err)
	require.Equal(t, got, again)
	_, err = replay(calls(1, 300_000, 10), quota, 1)
	require.ErrorIs(t, err, ratelimit.ErrTooLarge)
}
