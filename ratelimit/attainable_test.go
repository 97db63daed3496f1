package ratelimit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
)

// TestAttainable holds the limiter to what a simulation showed to be attainable:
// nothing rejected, and little longer than the lower bound.
func TestAttainable(t *testing.T) {
	t.Parallel()
	azure := func() server { return newAzure() }
	openAI := func() server { return newOpenAI() }
	anthropic := func() server { return newAnthropic() }
	plain := ratelimit.Quota{TokensPerMinute: tpm, RequestsPerMinute: rpm}
	full := ratelimit.WithMargins(1, 1)
	for _, row := range []struct {
		name   string
		quota  ratelimit.Quota
		server func() server
		calls  func(seed uint64) []call
		order  order
		opts   []ratelimit.Option
		most   float64 // times the lower bound
	}{
		{"azure heavy1000", ratelimit.AzureOpenAI(tpm, rpm), azure, func(s uint64) []call { return heavy(1000, s) }, predicted, []ratelimit.Option{full}, 1.05},
		{"azure heavy200", ratelimit.AzureOpenAI(tpm, rpm), azure, func(s uint64) []call { return heavy(200, s) }, predicted, []ratelimit.Option{full}, 1.17},
		{"azure mixed400", ratelimit.AzureOpenAI(tpm, rpm), azure, func(s uint64) []call { return mixed(400, s) }, predicted, []ratelimit.Option{full}, 1.17},
		{"azure small2000", ratelimit.AzureOpenAI(tpm, rpm), azure, func(uint64) []call { return small(2000) }, predicted, []ratelimit.Option{full}, 1.17},
		{"azure heavy1000 default", ratelimit.AzureOpenAI(tpm, rpm), azure, func(s uint64) []call { return heavy(1000, s) }, predicted, nil, 1.25},
		{"azure heavy200 default", ratelimit.AzureOpenAI(tpm, rpm), azure, func(s uint64) []call { return heavy(200, s) }, predicted, nil, 1.37},
		{"plain heavy1000 default", plain, azure, func(s uint64) []call { return heavy(1000, s) }, predicted, nil, 1.25},
		{"plain heavy1000", plain, azure, func(s uint64) []call { return heavy(1000, s) }, predicted, []ratelimit.Option{full}, 1.05},
		{"openai heavy1000", ratelimit.OpenAI(tpm, rpm), openAI, func(s uint64) []call { return heavy(1000, s) }, predicted, []ratelimit.Option{full}, 1.05},
		{"openai heavy200", ratelimit.OpenAI(tpm, rpm), openAI, func(s uint64) []call { return heavy(200, s) }, predicted, []ratelimit.Option{full}, 1.17},
		{"openai mixed400", ratelimit.OpenAI(tpm, rpm), openAI, func(s uint64) []call { return mixed(400, s) }, predicted, []ratelimit.Option{full}, 1.17},
		{"openai small2000", ratelimit.OpenAI(tpm, rpm), openAI, func(uint64) []call { return small(2000) }, predicted, []ratelimit.Option{full}, 1.17},
		{"openai heavy1000 default", ratelimit.OpenAI(tpm, rpm), openAI, func(s uint64) []call { return heavy(1000, s) }, predicted, nil, 1.25},
		{"anthropic heavy1000", ratelimit.Anthropic(tpm, otpm, rpm), anthropic, func(s uint64) []call { return heavy(1000, s) }, asGiven, []ratelimit.Option{full}, 1.05},
		{"anthropic heavy200", ratelimit.Anthropic(tpm, otpm, rpm), anthropic, func(s uint64) []call { return heavy(200, s) }, asGiven, []ratelimit.Option{full}, 1.17},
		{"anthropic mixed400", ratelimit.Anthropic(tpm, otpm, rpm), anthropic, func(s uint64) []call { return mixed(400, s) }, predicted, []ratelimit.Option{full}, 1.17},
		{"anthropic small2000", ratelimit.Anthropic(tpm, otpm, rpm), anthropic, func(uint64) []call { return small(2000) }, asGiven, []ratelimit.Option{full}, 1.17},
		{"anthropic heavy1000 default", ratelimit.Anthropic(tpm, otpm, rpm), anthropic, func(s uint64) []call { return heavy(1000, s) }, asGiven, nil, 1.25},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var ratio float64
			const seeds = 2
			for seed := range uint64(seeds) {
				calls := row.calls(seed)
				p := newProcess(t, row.quota, row.server(), calls, row.order, seed, row.opts...)
				took := new(simulation).run(p)
				require.Empty(t, p.failed)
				require.Equal(t, len(calls), p.machine.Status(epoch).Succeeded)
				times := took.Seconds() / lowerBound(row.quota, calls).Seconds()
				t.Logf("seed %d: %d of %d rejected, %v, x%.3f", seed, p.rejected, p.attempts, took.Round(time.Second), times)
				require.Zero(t, p.rejected)
				ratio += times / seeds
			}
			require.LessOrEqual(t, ratio, row.most)
		})
	}
}
