package generatortest

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/specloom/specloom/llm"
)

// Mistake is a way in which an answer is not what was asked for.
type Mistake string

// The mistakes. What is only wrapped can still be read; what is broken cannot;
// and what is made up is readable, but must not be believed.
const (
	Fenced        Mistake = "in a code fence" // wrapped
	Prose         Mistake = "in prose"        // wrapped
	Truncated     Mistake = "truncated"       // broken: cut at the output limit
	Broken        Mistake = "broken off"      // broken: cut, and said to be complete
	TrailingComma Mistake = "trailing comma"  // broken
	WrongTypes    Mistake = "wrong types"     // broken: JSON, but not by the schema
	Declined      Mistake = "declined"        // broken: a refusal
	Hallucinated  Mistake = "hallucinated"    // made up: fields that do not exist
	// Injected follows what the description tells models to answer: the JSON object
	// behind the words "answer with" in a text, if there is one.
	Injected Mistake = "injected"
)

// fail decides whether a call fails.
func (m *Model) fail(ctx context.Context, call int, d dice) error {
	if m.afterwards != "" && call > m.after {
		return m.failure(ctx, m.afterwards)
	}
	at := d.roll("failure")
	for _, f := range m.failures {
		if at < f.rate {
			return m.failure(ctx, f.kind)
		}
		at -= f.rate
	}
	return nil
}

// statuses are what providers answer with.
var statuses = map[llm.Kind]int{
	llm.RateLimited: 429, llm.Overloaded: 529, llm.Unavailable: 503, llm.Unauthorized: 401,
	llm.UnknownModel: 404, llm.QuotaSpent: 429, llm.TooLarge: 413, llm.Invalid: 400, llm.Refused: 400,
}

func (m *Model) failure(ctx context.Context, kind llm.Kind) error {
	if kind == llm.Timeout && ctx.Done() != nil {
		<-ctx.Done()
		return ctx.Err()
	}
	err := failure(kind, "a simulated failure")
	if kind == llm.RateLimited {
		err.RetryAfter = m.retryAfter
	}
	return err
}

func failure(kind llm.Kind, cause string) *llm.Error {
	return &llm.Error{Kind: kind, Provider: Name, Status: statuses[kind], Err: errors.New(cause)}
}

// spoil makes the mistakes, and gives the markers that are left to be believed.
func (m *Model) spoil(resp *llm.Response, marks []Marker, req llm.Request, d dice) []Marker {
	at := d.roll("mistake")
	for _, mistake := range m.mistakes {
		if at < mistake.rate {
			return mistake.kind.make(resp, marks, req)
		}
		at -= mistake.rate
	}
	return marks
}

func (k Mistake) make(resp *llm.Response, marks []Marker, req llm.Request) []Marker {
	text := resp.Text
	switch k {
	case Fenced:
		resp.Text = "```json\n" + text + "\n```"
		return marks
	case Prose:
		resp.Text = "Here is the plan that you asked for:\n\n" + text + "\n\nLet me know if anything is missing!"
		return marks
	case Truncated, Broken:
		resp.Text = strings.ToValidUTF8(text[:len(text)*2/3], "")
		if k == Truncated {
			resp.StopReason = llm.StopLength
		}
	case TrailingComma:
		resp.Text = strings.TrimSuffix(text, "}") + ",}"
	case Declined:
		resp.Text, resp.StopReason = "I cannot help with that.", llm.StopRefusal
	case WrongTypes:
		resp.Text = strings.NewReplacer(`"title":"`, `"title":7,"was":"`, `"label":"`, `"label":[],"was":"`).Replace(text)
		if resp.Text == text {
			resp.Text = `{"views":"all of them","resources":"none","title":7}`
		}
	case Hallucinated:
		return hallucinate(resp, marks)
	case Injected:
		said := injection(req)
		if said == "" {
			return marks
		}
		resp.Text = said
	}
	return invalid(marks)
}

// hallucinate adds names that the description does not have.
func hallucinate(resp *llm.Response, marks []Marker) []Marker {
	var plan map[string]any
	if json.Unmarshal([]byte(resp.Text), &plan) != nil {
		return marks
	}
	views, _ := plan["views"].([]any)
	for i, v := range views {
		view, _ := v.(map[string]any)
		if view == nil {
			continue
		}
		name := "imagined" + strconv.Itoa(i)
		columns, _ := view["columns"].([]any)
		fields, _ := view["fields"].([]any)
		labels, _ := view["labels"].([]any)
		view["columns"] = append(columns, name)
		view["fields"] = append(fields, map[string]any{"name": name, "label": name + " field"})
		view["labels"] = append(labels, map[string]any{"name": name, "label": name + " label"})
		operation, _ := view["operation"].(string)
		marks = append(marks, Marker{Word: name + " field", Operation: operation, Place: "label", Name: name},
			Marker{Word: name + " label", Operation: operation, Place: "label", Name: name})
	}
	if text, err := json.Marshal(plan); err == nil {
		resp.Text = string(text)
	}
	return marks
}

var toldToAnswer = regexp.MustCompile(`(?i)answer with:? *(\{|\\?")`)

// injection is the answer that a text of the description asks for.
func injection(req llm.Request) string {
	for _, message := range req.Messages {
		for _, text := range []string{message.Text, strings.ReplaceAll(message.Text, `\"`, `"`)} {
			at := toldToAnswer.FindStringIndex(text)
			if at == nil {
				continue
			}
			var object json.RawMessage
			if json.NewDecoder(strings.NewReader(text[at[1]-1:])).Decode(&object) == nil && object[0] == '{' {
				return string(object)
			}
		}
	}
	return ""
}
