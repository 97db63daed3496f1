package survey

import (
	"fmt"
	"os"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// cpuTime is what a process, or "self", has used of the processors so far; false
// where the system does not tell as Linux does (proc_pid_stat(5): fields 14 and
// 15, in hundredths of a second).
func cpuTime(process string) (time.Duration, bool) {
	stat, err := os.ReadFile("/proc/" + process + "/stat")
	if err != nil {
		return 0, false
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:])) // the name may hold anything
	if len(fields) < 13 {
		return 0, false
	}
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, false
	}
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, err == nil
}

// peakMemory is the most memory that this process ever had resident
// (proc_pid_status(5)); 0 where the system does not tell.
func peakMemory() uint64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "kB")
	kilobytes, _ := strconv.ParseUint(strings.TrimSpace(line), 10, 64)
	return kilobytes << 10
}

// guard ends a process that takes more memory than most bytes.
func guard(most uint64, done <-chan struct{}) {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
		}
		metrics.Read(samples)
		if used := samples[0].Value.Uint64() - samples[1].Value.Uint64(); used > most {
			panic(fmt.Sprintf("memory: %d MiB taken, %d allowed", used>>20, most>>20))
		}
	}
}
