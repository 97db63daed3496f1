package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// toonPackage is fetched at run time, so that it is nobody's dependency.
const toonPackage = "@toon-format/toon@4.4.0"

// toonScript reads a JSON text a line and writes each as TOON, as a JSON string.
const toonScript = `import { encode } from "@toon-format/toon";
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(JSON.stringify(encode(JSON.parse(line))));
}
`

// toon writes TOON by its authors' own program.
type toon struct{ folder string }

// newToon fetches the program. Its error says why there is none.
func newToon(ctx context.Context) (*toon, error) {
	for _, program := range []string{"npm", "node"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, errors.New(program + " is not installed")
		}
	}
	folder, err := os.MkdirTemp("", "specloom-savings-")
	if err != nil {
		return nil, err
	}
	t := &toon{folder}
	install := exec.CommandContext(ctx, "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", toonPackage)
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.close()
		return nil, fmt.Errorf("npm install %s: %w %s", toonPackage, err, bytes.TrimSpace(out))
	}
	if err := os.WriteFile(filepath.Join(folder, "toon.mjs"), []byte(toonScript), 0o600); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

func (t *toon) close() { _ = os.RemoveAll(t.folder) }

// encode writes JSON texts, none of which has a line break, as TOON.
func (t *toon) encode(ctx context.Context, texts []string) ([]string, error) {
	run := exec.CommandContext(ctx, "node", "toon.mjs")
	run.Dir = t.folder
	run.Stdin = strings.NewReader(strings.Join(texts, "\n"))
	var complaints strings.Builder
	run.Stderr = &complaints
	out, err := run.Output()
	if err != nil {
		return nil, fmt.Errorf("node: %w %s", err, complaints.String())
	}
	var written []string
	decoder := json.NewDecoder(bytes.NewReader(out))
	for range texts {
		var text string
		if err := decoder.Decode(&text); err != nil {
			return nil, fmt.Errorf("read what node wrote: %w", err)
		}
		written = append(written, text)
	}
	return written, nil
}
