package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Recorder writes each answer, with what was asked, to a file of its own in dir,
// for a [Replayer] in tests that need no provider. Put it next to the provider's
// client, or outside of everything: it records what it sees. Files are readable
// JSON, named by SchemaName and [Request.Key]; the same question is written to the
// same file, and the last answer stays. They hold what is sent to the model and its
// answer, but no key, header, id, time or Metadata. Calls that failed are not
// recorded. A file that cannot be written fails the call.
func Recorder(dir string) Middleware {
	return Around(func(ctx context.Context, req Request, each func(Delta), next StreamFunc) (*Response, error) {
		resp, err := next(ctx, req, each)
		if err != nil || resp == nil {
			return resp, err
		}
		if err := record(recordingPath(dir, req), req, resp); err != nil {
			return nil, fmt.Errorf("llm: record an answer: %w", err)
		}
		return resp, nil
	})
}

// Replayer answers as a [Recorder] has seen the same question answered. A question
// that is not in dir fails with the kind [Invalid] and says how to record it.
func Replayer(dir string) Client {
	return ClientFunc(func(ctx context.Context, req Request) (*Response, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		path := recordingPath(dir, req)
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, &Error{Kind: Invalid, Provider: "replayer", Err: fmt.Errorf(
				"no recording of this request at %s: it is new, or its model, texts, schema or limits have changed; run once with the real client behind llm.Recorder(%q)", path, dir)}
		}
		if err != nil {
			return nil, &Error{Kind: Invalid, Provider: "replayer", Err: err}
		}
		var r recording
		if err := json.Unmarshal(data, &r); err != nil {
			return nil, &Error{Kind: BadAnswer, Provider: "replayer", Err: fmt.Errorf("%s is no recording: %w", path, err)}
		}
		return &Response{Text: string(r.Response.Text), Usage: r.Response.Usage, StopReason: r.Response.StopReason, Model: r.Response.Model}, nil
	})
}

// recording is one file.
type recording struct {
	Request  recordedRequest `json:"request"`
	Response kept            `json:"response"`
}

// recordedRequest is there for readers; the file's name is what is looked up.
type recordedRequest struct {
	Model           string          `json:"model"`
	System          lines           `json:"system,omitempty"`
	Messages        []recordedTurn  `json:"messages"`
	SchemaName      string          `json:"schema_name,omitempty"`
	Schema          json.RawMessage `json:"schema,omitempty"`
	MaxOutputTokens int             `json:"max_output_tokens,omitempty"`
	Temperature     *float64        `json:"temperature,omitempty"`
}

type recordedTurn struct {
	Role Role  `json:"role"`
	Text lines `json:"text"`
}

// kept is what stays of an answer.
type kept struct {
	Text       lines      `json:"text"`
	Usage      Usage      `json:"usage"`
	StopReason StopReason `json:"stop_reason"`
	Model      string     `json:"model,omitempty"`
}

func keep(resp *Response) kept {
	return kept{lines(resp.Text), resp.Usage, resp.StopReason, resp.Model}
}

// lines is a text that is written as a list of its lines where it has more than
// one, so that people can read it and compare it.
type lines string

// MarshalJSON writes a text, or the list of its lines.
func (l lines) MarshalJSON() ([]byte, error) {
	if !strings.Contains(string(l), "\n") {
		return unescaped(string(l))
	}
	return unescaped(strings.Split(string(l), "\n"))
}

// UnmarshalJSON reads either form.
func (l *lines) UnmarshalJSON(data []byte) error {
	var list []string
	if json.Unmarshal(data, &list) == nil {
		*l = lines(strings.Join(list, "\n"))
		return nil
	}
	return json.Unmarshal(data, (*string)(l))
}

// unescaped writes JSON without spelling out <, > and &.
func unescaped(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

func record(path string, req Request, resp *Response) error {
	r := recording{Response: keep(resp), Request: recordedRequest{
		Model: req.Model, System: lines(req.System), SchemaName: req.SchemaName,
		MaxOutputTokens: req.MaxOutputTokens, Temperature: req.Temperature,
	}}
	if json.Valid(req.Schema) {
		r.Request.Schema = req.Schema
	}
	for _, m := range req.Messages {
		r.Request.Messages = append(r.Request.Messages, recordedTurn{m.Role, lines(m.Text)})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return err
	}
	return replace(path, b.Bytes())
}

// replace writes a file so that nobody ever sees a part of it.
func replace(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".recording-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) //nolint:errcheck // it is gone once it has its name
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// recordingPath names the file by what people know the question as, and its key.
func recordingPath(dir string, req Request) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '-'
	}, req.SchemaName)
	if name == "" {
		name = "text"
	}
	return filepath.Join(dir, name[:min(len(name), 40)]+"-"+req.Key()+".json")
}
