// Command licences lists the licence of everything that the given module
// folders are built from, tests and npm packages included, and fails where one
// is unknown or not on the list of those that an MIT library may build on:
//
//	licences . -run ./e2e ./tools
//
// Folders after -run are used by us and handed on to nobody, as are npm
// packages for development, so the GPL is welcome there.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
)

// dependency is a Go module or an npm package.
type dependency struct {
	name, version string
	licences      []string // SPDX identifiers: all of them hold
	run           bool     // used by us, handed on to nobody
}

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, folders []string) error {
	var refused []string
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	onlyRun := false
	for _, folder := range folders {
		if folder == "-run" {
			onlyRun = true
			continue
		}
		modules, err := goModules(ctx, folder)
		if err != nil {
			return err
		}
		packages, err := npmPackages(folder)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %d Go modules, %d npm packages\n", folder, len(modules), len(packages))
		for _, d := range append(modules, packages...) {
			line := d.name + "\t" + d.version + "\t" + strings.Join(d.licences, ", ")
			fmt.Fprintf(out, "  %s\n", line)
			if !allowed(d.licences, d.run || onlyRun) {
				refused = append(refused, folder+": "+strings.ReplaceAll(line, "\t", " "))
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if len(refused) > 0 {
		return fmt.Errorf("not on the list of allowed licences (tools/licences/licence.go):\n  %s", strings.Join(refused, "\n  "))
	}
	return nil
}
