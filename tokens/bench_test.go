package tokens_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/tokens"
)

// BenchmarkCount counts real descriptions. How other libraries compare is measured in
// the module benchmarks.
func BenchmarkCount(b *testing.B) {
	for _, name := range published {
		for _, d := range shippedDescriptions(b) {
			if len(d.text) < 200_000 {
				continue
			}
			b.Run(name+"/"+d.name, func(b *testing.B) {
				enc := encoding(b, name)
				enc.Count(d.text)
				b.SetBytes(int64(len(d.text)))
				b.ReportAllocs()
				for b.Loop() {
					enc.Count(d.text)
				}
			})
		}
	}
}

// BenchmarkCountParallel tells how counting grows with goroutines (-cpu 1,2).
func BenchmarkCountParallel(b *testing.B) {
	enc := encoding(b, "o200k_base")
	text := ""
	for _, d := range shippedDescriptions(b) {
		text += excerpt(d.text, 100_000)
	}
	b.SetBytes(int64(len(text)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			enc.Count(text)
		}
	})
}

// BenchmarkLoad makes a counter as the first call does, and tells how much memory
// stays in use.
func BenchmarkLoad(b *testing.B) {
	for _, name := range published[:2] {
		b.Run(name, func(b *testing.B) {
			var kept any
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				counter, err := tokens.Load(name)
				require.NoError(b, err)
				kept = counter
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			runtime.KeepAlive(kept)
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "live-MB")
		})
	}
}
