package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/tokens"
)

// measure measures one description after the other and prints the tables of all
// that could be. Its error tells of the others.
func measure(ctx context.Context, out, log io.Writer, files []string, most int) error {
	count, err := tokens.ForEncoding("o200k_base")
	if err != nil {
		return err
	}
	m := &meter{count: count, most: most, log: log}
	var noToon error
	if m.toon, noToon = newToon(ctx); noToon == nil {
		defer m.toon.close()
	}
	var rows []row
	failed := 0
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			failed++
			fmt.Fprintf(log, "%s is left out: %v\n", file, err)
			continue
		}
		one, err := m.file(ctx, file)
		if err != nil {
			failed++
			fmt.Fprintf(log, "%s is left out: %v\n", file, err)
			continue
		}
		rows = append(rows, one)
	}
	if len(rows) > 0 {
		if err := report(out, rows, noToon); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d files are left out", failed, len(files))
	}
	return nil
}

func (m *meter) file(ctx context.Context, file string) (row, error) {
	doc, err := openapi.ReadFile(file)
	if err != nil {
		return row{}, err
	}
	if len(doc.Operations) == 0 {
		return row{}, errors.New("it has no operations")
	}
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	samples, err := m.description(ctx, name, doc)
	return row{name, samples}, err
}

// report prints everything of the rows, and of their total.
func report(out io.Writer, rows []row, noToon error) error {
	total := row{name: "total"}
	for _, r := range rows {
		total.samples = append(total.samples, r.samples...)
	}
	all := append(slices.Clip(rows), total)
	for _, level := range levels {
		if err := table(out, level, all); err != nil {
			return err
		}
		worst(out, level, rows)
		losses(out, level, rows)
		fmt.Fprintln(out)
	}
	order(out, rows, len(total.samples))
	return peersTable(out, all, noToon)
}
