package ratelimit_test

import (
	"testing"

	"golang.org/x/time/rate"

	"github.com/specloom/specloom/ratelimit"
)

// BenchmarkAcquire is a pair of Acquire and Done, alone and with 64 goroutines,
// beside what WaitN of x/time/rate takes for one bucket.
func BenchmarkAcquire(b *testing.B) {
	charge := ratelimit.Charge{InputTokens: 1, InputChars: 4, MaxOutputTokens: 1}
	for _, provider := range []struct {
		name  string
		quota ratelimit.Quota
	}{
		{"plain", ratelimit.Quota{TokensPerMinute: 1 << 29, RequestsPerMinute: 1 << 29}},
		{"azure", ratelimit.AzureOpenAI(1<<29, 1<<29)},
		{"anthropic", ratelimit.Anthropic(1<<29, 1<<29, 1<<29)},
	} {
		limiter, err := ratelimit.New(provider.quota)
		if err != nil {
			b.Fatal(err)
		}
		pair := func() {
			permit, err := limiter.Acquire(b.Context(), charge)
			if err != nil {
				b.Error(err)
			}
			permit.Done(ratelimit.Usage{InputTokens: 1, OutputTokens: 1})
		}
		b.Run(provider.name+"/alone", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				pair()
			}
		})
		b.Run(provider.name+"/64 goroutines", func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(32) // times GOMAXPROCS
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					pair()
				}
			})
		})
	}
	limiter := rate.NewLimiter(1<<30, 1<<30)
	b.Run("x-time-rate/alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := limiter.WaitN(b.Context(), 1); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("x-time-rate/64 goroutines", func(b *testing.B) {
		b.ReportAllocs()
		b.SetParallelism(32)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := limiter.WaitN(b.Context(), 1); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

func BenchmarkStatus(b *testing.B) {
	limiter, err := ratelimit.New(ratelimit.AzureOpenAI(1<<29, 1<<29))
	if err != nil {
		b.Fatal(err)
	}
	for range 1_000 {
		permit, err := limiter.Acquire(b.Context(), ratelimit.Charge{InputTokens: 1})
		if err != nil {
			b.Fatal(err)
		}
		permit.Done(ratelimit.Usage{InputTokens: 1})
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = limiter.Status()
	}
}
