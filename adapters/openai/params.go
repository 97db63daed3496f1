package openai

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/shared"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
	"github.com/specloom/specloom/models"
)

// subset is what strict mode takes. Source: OpenAI's guide "Structured model
// outputs", supported schemas: at most 5,000 properties, 10 levels and 1,000 values
// of enums.
var subset = provider.Subset{AllRequired: true, Recursion: true, Depth: 10, Properties: 5_000, EnumValues: 1_000}

// params translates a request.
func (c *Client) params(req llm.Request) (sdk.ChatCompletionNewParams, error) {
	params := sdk.ChatCompletionNewParams{Model: req.Model}
	if req.Model == "" {
		if c.azure == nil || c.azure.deployment == "" {
			return params, errors.New("the request names no model")
		}
		params.Model = c.azure.deployment
	}
	if req.System != "" {
		params.Messages = append(params.Messages, sdk.SystemMessage(req.System))
	}
	for i, m := range req.Messages {
		switch m.Role {
		case llm.User:
			params.Messages = append(params.Messages, sdk.UserMessage(m.Text))
		case llm.Assistant:
			params.Messages = append(params.Messages, sdk.AssistantMessage(m.Text))
		default:
			return params, fmt.Errorf("message %d has the role %q", i+1, m.Role)
		}
	}
	reasons := reasons(req.Model)
	if req.MaxOutputTokens > 0 {
		if reasons || c.since("2024-12-01") {
			params.MaxCompletionTokens = sdk.Int(int64(req.MaxOutputTokens))
		} else {
			params.MaxTokens = sdk.Int(int64(req.MaxOutputTokens))
		}
	}
	if req.Temperature != nil && !reasons {
		params.Temperature = sdk.Float(*req.Temperature)
	}
	if req.Schema != nil {
		format := shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: schemaName(req.SchemaName), Schema: req.Schema}
		if !json.Valid(req.Schema) {
			return params, errors.New("the schema is no JSON")
		}
		if strict, ok := provider.Strict(req.Schema, subset); ok && !c.loose {
			format.Schema, format.Strict = strict, sdk.Bool(true)
		}
		params.ResponseFormat.OfJSONSchema = &shared.ResponseFormatJSONSchemaParam{JSONSchema: format}
	}
	return params, nil
}

// since reports whether the server knows what OpenAI itself added by a date. Of
// servers that only speak the protocol that is not known.
func (c *Client) since(date string) bool {
	return !c.plain && (c.azure == nil || c.azure.version >= date)
}

// reasons reports whether a model is one of OpenAI's that reason before they
// answer. Names of deployments say nothing of that.
func reasons(model string) bool {
	info, known := models.Lookup(model)
	return known && info.Provider == "OpenAI" && info.ReasoningTokens > 0
}

// schemaName makes a name that OpenAI takes: letters, digits, _ and -, at most 64.
func schemaName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-':
			return r
		}
		return '_'
	}, name)
	if name == "" {
		return "answer"
	}
	return name[:min(len(name), 64)]
}
