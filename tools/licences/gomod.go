package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

const ours = "github.com/specloom/specloom"

// module is what go list says of a dependency.
type module struct{ path, version, dir string }

// goModules lists the modules behind the packages, tests and tools of the
// module in a folder, sorted. Our own modules are left out.
func goModules(ctx context.Context, folder string) ([]dependency, error) {
	packages, err := list(ctx, folder, "-test", "./...")
	if err != nil {
		return nil, err
	}
	tools, err := list(ctx, folder, "tool")
	if err != nil {
		return nil, err
	}
	modules := slices.Concat(packages, tools)
	slices.SortFunc(modules, func(a, b module) int { return cmp.Compare(a.path, b.path) })
	var found []dependency
	for _, m := range slices.Compact(modules) {
		ids := read[m.path]
		if ids == nil {
			if ids, err = licencesIn(m.dir); err != nil {
				return nil, err
			}
		}
		found = append(found, dependency{name: m.path, version: m.version, licences: ids})
	}
	return found, nil
}

// list runs go list: a line for each package of another module.
func list(ctx context.Context, folder string, args ...string) ([]module, error) {
	const format = `{{with .Module}}{{if not .Main}}` +
		`{{.Path}}{{"\t"}}{{.Version}}{{"\t"}}{{with .Replace}}{{.Dir}}{{else}}{{.Dir}}{{end}}` +
		`{{end}}{{end}}`
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-f", format}, args...)...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOWORK=off")
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list in %s: %w\n%s", folder, err, &complaints)
	}
	var modules []module
	for line := range strings.Lines(string(out)) {
		part := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(part) == 3 && !strings.HasPrefix(part[0], ours) {
			modules = append(modules, module{part[0], part[1], part[2]})
		}
	}
	return modules, nil
}
