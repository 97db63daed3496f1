package models

import "sync"

// Encodings that OpenAI has published.
const (
	o200k   = "o200k_base"
	harmony = "o200k_harmony"
	cl100k  = "cl100k_base"
	p50k    = "p50k_base"
	r50k    = "r50k_base"
)

const (
	openAI    = "OpenAI"
	anthropic = "Anthropic"
	google    = "Google"
)

// unknownMargin is as for the hungrier of the known tokenizers that are not OpenAI's.
const unknownMargin = 1.35

// row is an Info and the other names of the same model.
type row struct {
	Info

	aliases []string
}

var families = [][]row{openAIModels, openAILegacyModels, anthropicModels, googleModels}

// table holds every row under its name and its aliases.
var table = sync.OnceValue(func() map[string]Info {
	byName := map[string]Info{}
	for _, rows := range families {
		for _, row := range rows {
			byName[row.Name] = row.Info
			for _, alias := range row.aliases {
				byName[alias] = row.Info
			}
		}
	}
	return byName
})
