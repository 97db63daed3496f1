package benchmarks_test

import (
	"runtime"
	"slices"
	"syscall"
	"time"
)

// cpu gives the processor time that this process has used so far.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// shortest is how long a side is measured at least: what takes less is repeated.
const shortest = 20 * time.Millisecond

// timed gives the processor time of one run of work. The collector clears away
// first what others left behind; what work itself leaves is part of its cost as far
// as the collector gets to it meanwhile.
func timed(work func()) time.Duration {
	runtime.GC()
	start := cpu()
	for n := 1; ; n++ {
		work()
		if used := cpu() - start; used >= shortest {
			return used / time.Duration(n)
		}
	}
}

// ratio gives how many times as much processor time a takes as b, one after the
// other; flip swaps which of them goes first.
func ratio(a, b func(), flip bool) float64 {
	var ofA, ofB time.Duration
	if flip {
		ofB, ofA = timed(b), timed(a)
	} else {
		ofA, ofB = timed(a), timed(b)
	}
	return float64(ofA) / float64(ofB)
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
