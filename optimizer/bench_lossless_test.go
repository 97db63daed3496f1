package optimizer_test

import (
	"encoding/json"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

// processor gives the processor time that this process has used: unlike the
// clock, it does not mind what else the machine does.
func processor() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkConservative writes JSON without white space in the lossless notation,
// and tells how much of that is done in a second of processor time, and how many
// times as long encoding/json takes to write the same value.
func BenchmarkConservative(b *testing.B) {
	for _, name := range []string{"asana.yaml", "stripe.yaml", "k8s.json", "petstorev3.json"} {
		doc, err := openapi.ReadFile(filepath.Join(corpus.ShippedFolder(b), name))
		require.NoError(b, err)
		ops := doc.Operations[:min(len(doc.Operations), 60)]
		full, err := newOptimizer(b, optimizer.None).Encode(doc, ops)
		require.NoError(b, err)
		value := exact(b, []byte(full))
		o := newOptimizer(b, optimizer.Conservative)
		b.Run("Compress/"+name, func(b *testing.B) {
			measure(b, full, value, func() error { _, err := o.Compress([]byte(full)); return err })
		})
		b.Run("Encode/"+name, func(b *testing.B) {
			measure(b, full, value, func() error { _, err := o.Encode(doc, ops); return err })
		})
		text, err := o.Compress([]byte(full))
		require.NoError(b, err)
		b.Run("Decode/"+name, func(b *testing.B) {
			measure(b, full, value, func() error { _, err := optimizer.Decode(text); return err })
		})
	}
}

func measure(b *testing.B, full string, value any, run func() error) {
	b.Helper()
	b.ReportAllocs()
	var ours, theirs time.Duration
	for b.Loop() {
		start := processor()
		if err := run(); err != nil {
			b.Fatal(err)
		}
		middle := processor()
		if _, err := json.Marshal(value); err != nil {
			b.Fatal(err)
		}
		ours += middle - start
		theirs += processor() - middle
	}
	b.ReportMetric(float64(len(full))*float64(b.N)/1e6/ours.Seconds(), "MB/cpu-s")
	b.ReportMetric(float64(theirs)/float64(ours), "x-encoding/json")
}
