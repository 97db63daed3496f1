package tokens_test

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pkoukk/tiktoken-go"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/tokens"
)

// cpu gives the processor time that this process has used: unlike the clock, it does
// not mind what else the machine does.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkCount counts real descriptions, and tells how many times as much
// processor time tiktoken-go takes for the same text in the same run.
func BenchmarkCount(b *testing.B) {
	for _, name := range published {
		for _, d := range shippedDescriptions(b) {
			if len(d.text) < 200_000 {
				continue
			}
			b.Run(name+"/"+d.name, func(b *testing.B) {
				enc, oracle := encoding(b, name), oracles[name]()
				start := cpu()
				oracle.EncodeOrdinary(d.text)
				theirs := cpu() - start
				enc.Count(d.text)
				b.SetBytes(int64(len(d.text)))
				b.ReportAllocs()
				start = cpu()
				for b.Loop() {
					enc.Count(d.text)
				}
				ours := float64(cpu()-start) / float64(b.N)
				b.ReportMetric(float64(theirs)/ours, "x-tiktoken-go")
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

// BenchmarkHostile counts 50 KB that are a single piece.
func BenchmarkHostile(b *testing.B) {
	for _, name := range published {
		for _, h := range hostile {
			b.Run(name+"/"+h.name, func(b *testing.B) {
				enc := encoding(b, name)
				b.SetBytes(int64(len(h.text)))
				for b.Loop() {
					enc.Count(h.text)
				}
			})
		}
	}
}

var hostile = []struct{ name, text string }{
	{"letters", strings.Repeat("a", 50_000)},
	{"capitals", strings.Repeat("A", 50_000)},
	{"words", strings.Repeat("abcdefgh", 6_250)},
	{"marks", strings.Repeat("\u0301", 25_000)},
	{"ideographs", strings.Repeat("漢字仮名交", 3_333)},
	{"spaces", strings.Repeat(" ", 50_000)},
	{"newlines", strings.Repeat("\r\n", 25_000)},
	{"brackets", strings.Repeat("[", 50_000)},
}

// BenchmarkLoad makes a counter as the first call does, and tells how many times as
// much processor time tiktoken-go takes, and how much memory stays in use.
func BenchmarkLoad(b *testing.B) {
	for _, name := range published[:2] {
		b.Run(name, func(b *testing.B) {
			var kept any
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := cpu()
			for b.Loop() {
				counter, err := tokens.Load(name)
				require.NoError(b, err)
				kept = counter
			}
			ours := float64(cpu()-start) / float64(b.N)
			runtime.GC()
			runtime.ReadMemStats(&after)
			runtime.KeepAlive(kept)
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "live-MB")

			const times = 3
			start = cpu()
			for range times {
				// Made by hand: GetEncoding keeps what it has read.
				_, err := newOracle(name)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(cpu()-start)/times/ours, "x-tiktoken-go")
		})
	}
}

// newOracle does what tiktoken.GetEncoding does the first time.
func newOracle(name string) (*tiktoken.CoreBPE, error) {
	ranks, err := offline.LoadTiktokenBpe(name + ".tiktoken")
	if err != nil {
		return nil, err
	}
	return tiktoken.NewCoreBPE(ranks, map[string]int{tiktoken.ENDOFTEXT: 1 << 20}, `\s+`)
}
