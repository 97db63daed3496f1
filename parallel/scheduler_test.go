package parallel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/parallel"
)

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func TestSchedulerHoldsWorkersAndDeadline(t *testing.T) {
	t.Parallel()
	tasks := []parallel.Task[int]{{Weight: 1}, {Weight: 3}, {Weight: 2}, {Weight: 4}, {Priority: 1}}
	s := parallel.NewScheduler(epoch, tasks, parallel.WithWorkers(2), parallel.WithDeadline(time.Minute))
	next := func(now time.Time) int {
		task, ok := s.Next(now)
		if !ok {
			return -1
		}
		return task
	}
	require.Equal(t, []int{4, 3, -1}, []int{next(epoch), next(epoch), next(epoch)})
	require.Equal(t, 2, s.Running())
	require.Equal(t, 3, s.Left())
	s.Done()
	require.Equal(t, 1, next(epoch.Add(time.Minute-1)))
	s.Done()
	require.Equal(t, -1, next(epoch.Add(time.Minute)))
	require.Equal(t, []int{2, 0}, s.Stop())
	require.Empty(t, s.Stop())
	require.Zero(t, s.Left())
	require.Equal(t, 1, s.Running())
}
