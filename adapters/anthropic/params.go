package anthropic

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
	"github.com/specloom/specloom/models"
)

// subset is what a format of the output may be. Source: Anthropic's page
// "Structured outputs": no recursion, at most 24 optional properties.
var subset = provider.Subset{Optional: 24}

// answerTool is the name of the tool that the answer goes to, where the format
// cannot be enforced.
const answerTool = "answer"

// translate translates a request. Options set what the SDK's types would write in
// another order: models follow a schema's properties in their order.
func translate(req llm.Request) (sdk.MessageNewParams, []option.RequestOption, error) {
	params := sdk.MessageNewParams{Model: req.Model, MaxTokens: int64(req.MaxOutputTokens)}
	if req.Model == "" {
		return params, nil, errors.New("the request names no model")
	}
	if req.MaxOutputTokens <= 0 {
		info, _ := models.Lookup(req.Model) // of an unknown one: what nearly all can
		params.MaxTokens = int64(info.MaxOutputTokens)
	}
	if req.System != "" {
		params.System = []sdk.TextBlockParam{{Text: req.System}}
	}
	for i, m := range req.Messages {
		if m.Text == "" {
			continue // refused there
		}
		switch m.Role {
		case llm.User:
			params.Messages = append(params.Messages, sdk.NewUserMessage(sdk.NewTextBlock(m.Text)))
		case llm.Assistant:
			params.Messages = append(params.Messages, sdk.NewAssistantMessage(sdk.NewTextBlock(m.Text)))
		default:
			return params, nil, fmt.Errorf("message %d has the role %q", i+1, m.Role)
		}
	}
	if req.Temperature != nil {
		params.Temperature = sdk.Float(min(*req.Temperature, 1))
	}
	if req.Schema == nil {
		return params, nil, nil
	}
	if !json.Valid(req.Schema) {
		return params, nil, errors.New("the schema is no JSON")
	}
	if strict, ok := provider.Strict(req.Schema, subset); ok && enforces(req.Model) {
		return params, []option.RequestOption{
			option.WithJSONSet("output_config.format", map[string]any{"type": "json_schema", "schema": strict}),
		}, nil
	}
	return params, []option.RequestOption{
		option.WithJSONSet("tools", []map[string]any{{
			"name": answerTool, "description": "Takes the answer, in full.", "input_schema": req.Schema,
		}}),
		option.WithJSONSet("tool_choice", map[string]any{"type": "tool", "name": answerTool, "disable_parallel_tool_use": true}),
	}, nil
}

// older are the models that cannot be held to a format.
var older = []string{"claude-sonnet-4", "claude-opus-4"}

func enforces(model string) bool {
	info, known := models.Lookup(model)
	return !known || !strings.HasPrefix(info.Name, "claude-3") && !slices.Contains(older, info.Name)
}
