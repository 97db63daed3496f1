package parallel_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/parallel"
)

// naps are tasks that take as long as they say.
func naps(d ...time.Duration) []parallel.Task[time.Duration] {
	tasks := make([]parallel.Task[time.Duration], len(d))
	for i, d := range d {
		tasks[i] = parallel.Task[time.Duration]{Value: d}
	}
	return tasks
}

func repeat(n int, d time.Duration) []parallel.Task[time.Duration] {
	tasks := make([]parallel.Task[time.Duration], n)
	for i := range tasks {
		tasks[i].Value = d
	}
	return tasks
}

// nap sleeps and returns its task's value as text, or gives up when ctx ends.
func nap(ctx context.Context, t parallel.Task[time.Duration]) (string, error) {
	select {
	case <-time.After(t.Value):
		return t.Value.String(), nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

func TestRunReturnsInTheOrderOfTasks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		results := parallel.Run(t.Context(), naps(3*time.Second, time.Second, 2*time.Second), nap)
		require.Equal(t, []parallel.Result[string]{
			{Value: "3s", Took: 3 * time.Second}, {Value: "1s", Took: time.Second}, {Value: "2s", Took: 2 * time.Second},
		}, results)
		require.Equal(t, 3*time.Second, time.Since(start))
	})
	require.Empty(t, parallel.Run(t.Context(), nil, nap))
}

func TestWorkers(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		workers []parallel.Option
		most    int32
		took    time.Duration
	}{
		{nil, 3, 20 * time.Second},
		{[]parallel.Option{parallel.WithWorkers(1)}, 1, 60 * time.Second},
		{[]parallel.Option{parallel.WithWorkers(7)}, 7, 9 * time.Second},
		{[]parallel.Option{parallel.WithWorkers(100)}, 60, time.Second},
		{[]parallel.Option{parallel.WithWorkers(0)}, 60, time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			var running, most atomic.Int32
			start := time.Now()
			parallel.Run(t.Context(), repeat(60, time.Second), func(ctx context.Context, task parallel.Task[time.Duration]) (string, error) {
				if n := running.Add(1); n > most.Load() {
					most.Store(n)
				}
				defer running.Add(-1)
				return nap(ctx, task)
			}, row.workers...)
			require.Equal(t, row.took, time.Since(start))
			require.Equal(t, row.most, most.Load())
		})
	}
}

func TestTheImportantThenTheLongThenTheFirst(t *testing.T) {
	t.Parallel()
	tasks := []parallel.Task[string]{
		{Value: "short", Weight: 1},
		{Value: "long", Weight: 9},
		{Value: "long too", Weight: 9},
		{Value: "urgent", Priority: 2},
		{Value: "never mind", Priority: -1, Weight: 99},
	}
	var order []string
	parallel.Run(t.Context(), tasks, func(_ context.Context, task parallel.Task[string]) (int, error) {
		order = append(order, task.Value)
		return 0, nil
	}, parallel.WithWorkers(1))
	require.Equal(t, []string{"urgent", "long", "long too", "short", "never mind"}, order)
}

func TestATaskThatFailsCostsItselfAlone(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	results := parallel.Run(t.Context(), repeat(6, 0), func() func(context.Context, parallel.Task[time.Duration]) (int, error) {
		var n int
		return func(context.Context, parallel.Task[time.Duration]) (int, error) {
			n++ // one worker
			switch n {
			case 1:
				return 0, broken
			case 2:
				panic("oh dear")
			case 3:
				panic(broken)
			case 4:
				runtime.Goexit()
			}
			return n, nil
		}
	}(), parallel.WithWorkers(1))
	require.Len(t, results, 6)
	require.ErrorIs(t, results[0].Err, broken)
	var panicked *parallel.PanicError
	require.ErrorAs(t, results[1].Err, &panicked)
	require.Equal(t, "oh dear", panicked.Value)
	require.Contains(t, string(panicked.Stack), "run_test.go")
	require.EqualError(t, panicked, "parallel: panic: oh dear")
	require.ErrorIs(t, results[2].Err, broken)
	require.ErrorIs(t, results[3].Err, parallel.ErrExit)
	require.NoError(t, results[4].Err)
	require.Equal(t, 6, results[5].Value)
}

func TestCancellation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		gone := errors.New("gone")
		time.AfterFunc(1500*time.Millisecond, func() { cancel(gone) })
		start := time.Now()
		results := parallel.Run(ctx, repeat(10, time.Second), nap, parallel.WithWorkers(2))
		require.Equal(t, 1500*time.Millisecond, time.Since(start))
		for i, r := range results {
			switch {
			case i < 2:
				require.NoError(t, r.Err)
			case i < 4: // cancelled while it ran
				require.ErrorIs(t, r.Err, gone)
				require.NotErrorIs(t, r.Err, parallel.ErrNotStarted)
				require.Equal(t, 500*time.Millisecond, r.Took)
			default:
				require.ErrorIs(t, r.Err, parallel.ErrNotStarted)
				require.ErrorIs(t, r.Err, context.Canceled)
				require.ErrorIs(t, r.Err, gone)
				require.Zero(t, r.Took)
				require.Equal(t, 1500*time.Millisecond, r.Queued)
			}
		}
	})
}

func TestCancelledBeforeTheStart(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, r := range parallel.Run(ctx, repeat(5, time.Second), nap) {
		require.ErrorIs(t, r.Err, parallel.ErrNotStarted)
		require.ErrorIs(t, r.Err, context.Canceled)
	}
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		opts []parallel.Option
		took time.Duration
		done int
	}{
		"default":      {nil, 1800 * time.Second, 1800 / 60 * 3},
		"own":          {[]parallel.Option{parallel.WithDeadline(150 * time.Second)}, 150 * time.Second, 6},
		"between two":  {[]parallel.Option{parallel.WithDeadline(120 * time.Second)}, 120 * time.Second, 6},
		"none":         {[]parallel.Option{parallel.WithDeadline(0)}, 6000 * time.Second, 300},
		"long forever": {[]parallel.Option{parallel.WithDeadline(1 << 62)}, 6000 * time.Second, 300},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start, done := time.Now(), 0
				for _, r := range parallel.Run(t.Context(), repeat(300, time.Minute), nap, row.opts...) {
					if r.Err == nil {
						done++
						continue
					}
					assert.ErrorIs(t, r.Err, context.DeadlineExceeded)
					assert.ErrorContains(t, r.Err, "deadline of "+row.took.String())
				}
				require.Equal(t, row.took, time.Since(start))
				// Two things happen in one moment where a task ends at the deadline.
				require.InDelta(t, row.done, done, 3)
			})
		})
	}
}

func TestAFatalErrorStopsTheRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rejected := errors.New("the key was rejected")
		var started atomic.Int32
		results := parallel.Run(t.Context(), naps(time.Second, 2*time.Second, time.Minute, time.Second, time.Second),
			func(ctx context.Context, task parallel.Task[time.Duration]) (string, error) {
				started.Add(1)
				if task.Value == 2*time.Second {
					_, err := nap(ctx, parallel.Task[time.Duration]{Value: 1500 * time.Millisecond})
					return "", errors.Join(err, fmt.Errorf("call: %w", rejected))
				}
				return nap(ctx, task)
			}, parallel.WithStop(func(err error) bool { return errors.Is(err, rejected) }))
		require.NoError(t, results[0].Err)
		require.ErrorIs(t, results[1].Err, rejected)
		require.ErrorIs(t, results[2].Err, rejected) // the cause why it was cancelled
		require.Equal(t, 1500*time.Millisecond, results[2].Took)
		require.ErrorIs(t, results[3].Err, rejected)
		require.ErrorIs(t, results[4].Err, parallel.ErrNotStarted)
		require.ErrorIs(t, results[4].Err, rejected)
		require.EqualValues(t, 4, started.Load())
	})
}

func TestStreamYieldsAsTheyEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var order []string
		for i, r := range parallel.Stream(t.Context(), naps(3*time.Second, time.Second, 2*time.Second), nap) {
			order = append(order, strconv.Itoa(i)+":"+r.Value)
		}
		require.Equal(t, []string{"1:1s", "2:2s", "0:3s"}, order)
	})
}

func TestASlowReaderHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, r := range parallel.Stream(t.Context(), repeat(9, time.Second), nap) {
			time.Sleep(time.Minute) //nolint:forbidigo // in a bubble
			require.LessOrEqual(t, r.Queued, 2*time.Second)
		}
	})
}

func TestLeavingAStreamStopsIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var ended, started atomic.Int32
		stream := parallel.Stream(t.Context(), repeat(9, time.Second), func(ctx context.Context, task parallel.Task[time.Duration]) (string, error) {
			defer ended.Add(1)
			if started.Add(1) > 3 {
				task.Value = time.Hour
			}
			return nap(ctx, task)
		})
		for range stream {
			break
		}
		require.Equal(t, time.Second, time.Since(start))
		require.Equal(t, started.Load(), ended.Load()) // those that ran were waited for
		require.Panics(t, func() {
			for range stream {
				panic("in the loop")
			}
		})
		require.Equal(t, started.Load(), ended.Load())
	})
}

// TestExactlyOneOutcome mixes all that can happen, under the race detector.
func TestExactlyOneOutcome(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		synctest.Test(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 0))
			tasks := make([]parallel.Task[int], rng.IntN(60))
			for i := range tasks {
				tasks[i] = parallel.Task[int]{Value: rng.IntN(40), Priority: rng.IntN(3), Weight: rng.Float64()}
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rng.IntN(60))*time.Second)
			defer cancel()
			var mu sync.Mutex
			started, never, seen := 0, 0, map[int]bool{}
			fatal := errors.New("fatal")
			for i, r := range parallel.Stream(ctx, tasks, func(ctx context.Context, task parallel.Task[int]) (int, error) {
				mu.Lock()
				started++
				mu.Unlock()
				_, err := nap(ctx, parallel.Task[time.Duration]{Value: time.Duration(task.Value) * time.Second})
				switch task.Value {
				case 5:
					panic(task.Value)
				case 6:
					runtime.Goexit()
				case 7:
					return 0, fatal
				}
				return task.Value, err
			}, parallel.WithWorkers(rng.IntN(8)), parallel.WithStop(func(err error) bool { return errors.Is(err, fatal) })) {
				require.False(t, seen[i], "task %d has ended twice", i)
				seen[i] = true
				if r.Err == nil {
					require.Equal(t, tasks[i].Value, r.Value)
				}
				if errors.Is(r.Err, parallel.ErrNotStarted) {
					never++
				}
			}
			require.Len(t, seen, len(tasks))
			require.Equal(t, len(tasks), started+never)
		})
	}
}
