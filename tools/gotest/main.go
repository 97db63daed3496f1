// Command gotest runs go test with the arguments that it is given and prints
// what go test prints: a line for each package, and all that failed tests had
// to say. Beyond go test it names every test that was skipped, with the
// reason, and closes with a count.
//
// With SPECLOOM_REQUIRE=all a skipped test is a failure: where the checks
// decide whether a change lands, a test that could not run has shown nothing.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
)

func main() {
	code, err := run(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
	}
	os.Exit(code)
}

func run(ctx context.Context, args []string) (int, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = os.Stderr
	events, err := cmd.StdoutPipe()
	if err != nil {
		return 1, err
	}
	if err := cmd.Start(); err != nil {
		return 1, err
	}
	out := printer{w: os.Stdout}
	readErr := out.read(events)
	err = cmd.Wait()
	fmt.Println(out.total)
	switch {
	case err != nil:
		return 1, err
	case readErr != nil:
		return 1, readErr
	case out.total.skipped > 0 && os.Getenv("SPECLOOM_REQUIRE") == "all":
		return 1, fmt.Errorf("%d tests skipped, and SPECLOOM_REQUIRE=all lets none", out.total.skipped)
	}
	return 0, nil
}
