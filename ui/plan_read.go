package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxPlan bounds the size of a plan file.
const maxPlan = 64 << 20

// ReadPlan reads a plan, as [Plan.WriteJSON] or [json.Marshal] write it and
// people edit it, and validates it. Members that a plan does not have are
// refused, since a misspelt one would otherwise be silently without effect.
// Errors name their place by JSON pointer.
func ReadPlan(r io.Reader) (*Plan, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxPlan+1))
	if err != nil {
		return nil, fmt.Errorf("ui: read plan: %w", err)
	}
	if len(data) > maxPlan {
		return nil, fmt.Errorf("ui: read plan: larger than %d MiB", maxPlan>>20)
	}
	var header struct {
		FormatVersion json.Number `json:"formatVersion"`
	}
	if err := json.Unmarshal(data, &header); err != nil {
		return nil, fmt.Errorf("ui: read plan: %w", err)
	}
	if version, err := header.FormatVersion.Int64(); err == nil && version > FormatVersion {
		return nil, fmt.Errorf("ui: read plan: /formatVersion: %w", newer(int(version)))
	}
	if err := checkStructure(data); err != nil {
		return nil, fmt.Errorf("ui: read plan: %w", err)
	}
	plan := &Plan{}
	if err := json.Unmarshal(data, plan); err != nil {
		return nil, fmt.Errorf("ui: read plan: %w", err)
	}
	if err := plan.Validate(); err != nil {
		return nil, err
	}
	return plan, nil
}

func newer(version int) error {
	return fmt.Errorf("version %d is newer than this program reads: %d", version, FormatVersion)
}

// WriteJSON writes the plan for people to edit: indented, and with <, > and &
// as they are.
func (p *Plan) WriteJSON(w io.Writer) error {
	if p == nil {
		return errors.New("ui: write plan: no plan")
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(p); err != nil {
		return fmt.Errorf("ui: write plan: %w", err)
	}
	return nil
}
