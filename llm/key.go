package llm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
)

// Key names what a request asks for, in 32 hexadecimal digits: requests that a
// provider would be sent alike have the same Key, and others another. What is not
// sent (InputTokens, Priority, Metadata) does not count, nor do spaces in Schema.
// Keys stay the same from run to run.
func (r Request) Key() string {
	h := sha256.New()
	part := func(s string) { fmt.Fprintf(h, "%d:%s,", len(s), s) }
	part("specloom-request-1")
	part(r.Model)
	part(r.System)
	part(r.SchemaName)
	schema := bytes.Buffer{}
	if json.Compact(&schema, r.Schema) != nil { // not JSON: as it stands
		schema.Reset()
		schema.Write(r.Schema)
	}
	part(schema.String())
	part(strconv.Itoa(r.MaxOutputTokens))
	temperature := ""
	if r.Temperature != nil {
		temperature = strconv.FormatFloat(*r.Temperature, 'g', -1, 64)
	}
	part(temperature)
	for _, m := range r.Messages {
		part(string(m.Role))
		part(m.Text)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
