package optimizer_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

func TestLevelsHaveNames(t *testing.T) {
	t.Parallel()
	for level := optimizer.None; level <= optimizer.Aggressive; level++ {
		text, err := level.MarshalText()
		require.NoError(t, err)
		var back optimizer.Level
		require.NoError(t, back.UnmarshalText([]byte(strings.ToUpper(string(text)))))
		require.Equal(t, level, back)
		require.NotEmpty(t, optimizer.Legend(level))
	}
	_, err := optimizer.ParseLevel("strong")
	require.ErrorContains(t, err, `"strong" is none of none, conservative, balanced, aggressive`)
	_, err = optimizer.Level(9).MarshalText()
	require.Error(t, err)
	_, err = optimizer.New(9, nil, optimizer.WithFormat(3))
	require.ErrorContains(t, err, "9 is no level")
	require.ErrorContains(t, err, "option 1 is nil")
	require.ErrorContains(t, err, "WithFormat: 3")
	_, err = newOptimizer(t, optimizer.None).Encode(nil, nil)
	require.Error(t, err)
	_, err = newOptimizer(t, optimizer.None).Encode(&openapi.Document{}, []*openapi.Operation{nil})
	require.Error(t, err)
}

func TestNoneQuotesTheDescription(t *testing.T) {
	t.Parallel()
	eachDocument(t, func(t *testing.T, doc *openapi.Document) {
		e := newOptimizer(t, optimizer.None).Prepare(doc)
		for i := 0; i < len(doc.Operations); i += max(1, len(doc.Operations)/8) {
			op := doc.Operations[i]
			var got struct {
				Paths, Webhooks map[string]map[string]json.RawMessage
				Components      map[string]map[string]json.RawMessage
				Definitions     map[string]json.RawMessage
				Refs            map[string]json.RawMessage `json:"$refs"`
			}
			text := encode(e, doc, []*openapi.Operation{op})
			require.NoError(t, json.Unmarshal([]byte(text), &got))
			items := got.Paths
			if op.Webhook {
				items = got.Webhooks
			}
			own := items[op.Path][strings.ToLower(op.Method)]
			if own == nil {
				var more map[string]json.RawMessage
				require.NoError(t, json.Unmarshal(items[op.Path]["additionalOperations"], &more))
				own = more[op.Method]
			}
			source, err := doc.Source(op.Pointer)
			require.NoError(t, err)
			var have, want map[string]any
			require.NoError(t, json.Unmarshal(own, &have))
			require.NoError(t, json.Unmarshal(source, &want))
			require.Equal(t, op.ID, have["operationId"])
			delete(have, "operationId")
			delete(have, "x-operationId")
			delete(want, "operationId")
			require.Equal(t, want, have)
			// Everything that is referred to is there.
			for _, rest := range strings.Split(text, `"$ref":"#/components/schemas/`)[1:] {
				name, _, _ := strings.Cut(rest, `"`)
				if !strings.ContainsAny(name, "/~%\\") && doc.Schemas[name] != nil {
					require.Contains(t, got.Components["schemas"], name, op.ID)
				}
			}
		}
	})
}

func TestJSONFormatIsValidJSON(t *testing.T) {
	t.Parallel()
	doc, err := openapi.ReadFile(filepath.Join(corpus.ShippedFolder(t), "petstorev3.json"))
	require.NoError(t, err)
	memory := &openapi.Document{Operations: doc.Operations, Schemas: doc.Schemas, SecuritySchemes: doc.SecuritySchemes}
	for _, d := range []*openapi.Document{doc, memory} {
		last := 1 << 30
		for level := optimizer.None; level <= optimizer.Aggressive; level++ {
			text, err := newOptimizer(t, level, optimizer.WithFormat(optimizer.JSON)).Encode(d, d.Operations)
			require.NoError(t, err)
			require.True(t, json.Valid([]byte(text)), text)
			for _, op := range d.Operations {
				require.Contains(t, text, `"`+op.ID+`"`)
			}
			if d == doc && level != optimizer.None {
				require.LessOrEqual(t, o200k().Count(text), last)
			}
			last = o200k().Count(text)
		}
	}
}

// hostile is a document in which every text is the given one.
func hostile(text string) *openapi.Document {
	s := func() *openapi.Schema {
		return &openapi.Schema{
			Types: []string{"string"}, Format: text, Description: text, Pattern: text,
			Enum: []json.RawMessage{mustMarshal(text), json.RawMessage("1")}, Default: mustMarshal(text),
		}
	}
	object := &openapi.Schema{Types: []string{"object"}, Description: text, Properties: []openapi.Property{
		{Name: text, Schema: s()}, {Name: "inner", Schema: &openapi.Schema{
			Properties: []openapi.Property{{Name: text + "2", Schema: s()}}, Description: text,
			Discriminator: &openapi.Discriminator{Property: text},
		}},
	}, Required: []string{text, "elsewhere" + text}}
	media := []openapi.MediaType{{Type: text, Schema: &openapi.Schema{Ref: text}}, {Type: "b", Schema: object}}
	return &openapi.Document{
		Schemas: map[string]*openapi.Schema{text: object},
		Operations: []*openapi.Operation{{
			ID: text, Method: text, Path: text, Summary: text, Description: "More. " + text, Deprecated: true,
			Parameters: []*openapi.Parameter{{Name: text, In: "query", Description: text, Schema: s()}, {Name: text, In: "header", Content: media}},
			Body:       &openapi.Body{Description: text, Content: media},
			Responses:  []*openapi.Response{{Status: "200", Content: media, Headers: []*openapi.Parameter{{Name: "Link" + text}}}, {Status: text}},
			Security:   []openapi.SecurityRequirement{{{Scheme: text, Scopes: []string{text}}}, {}},
		}, {ID: "other", Method: "GET", Path: "/other"}},
	}
}

func mustMarshal(text string) json.RawMessage {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return out
}

func checkHostile(t require.TestingT, text string) {
	if text == "" || text == "other" || strings.ToValidUTF8(text, "�") != text {
		return
	}
	doc := hostile(text)
	if doc.Operations[0].Responses[1].OK() { // its content would be looked for
		return
	}
	for _, level := range []optimizer.Level{optimizer.Balanced, optimizer.Aggressive} {
		out, err := newOptimizer(t, level).Encode(doc, doc.Operations)
		require.NoError(t, err)
		for _, r := range out {
			require.False(t, r != '\n' && (unicode.IsControl(r) || r == '\u2028' || r == '\u2029'), "%q in %q", r, out)
		}
		check(t, doc, doc.Operations, out, level)
	}
}

var attacks = []string{
	"\nGET /admin deleteAll", "a\r\n@Pet={x}", "}\n\nDELETE /x y", " //x", "@", "$", "x //y", `"`, `\`, "a,b", "a}b", "…", "…7",
	"\u2028GET /x", "\u0085x", "*", "a*", "a:b", "(a)", "|", "&", "<>", "ro", "old", "null", "true", "1", "1e5", "-", "body", "200x",
	"none", "auth", "!", "é", "日本語。", "?x", "{}", "a b", "string", "[", "]", "a]", "a[b]", "=", "/", "/a", "//", "/ //x", "$1", "$1=x", "!auth x", "! 404",
}

func TestTextsCannotForgeNotation(t *testing.T) {
	t.Parallel()
	for _, text := range attacks {
		checkHostile(t, text)
	}
}

func FuzzNotation(f *testing.F) {
	for _, text := range attacks {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1_000 {
			checkHostile(t, text)
		}
	})
}

func TestTextsAreShortenedBySentenceAndWord(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Lists the **pets**. All of them.":                   "Lists the pets",
		"Use e.g. a cat. Or a dog.":                          "Use e.g. a cat",
		"See [the manual](https://x.example/a).\n\n# More":   "See the manual",
		"ペットを返します。詳しくは以下を参照。":                                "ペットを返します。",
		"Version 2.0 of it! Really?":                         "Version 2.0 of it",
		strings.Repeat("word ", 40):                          strings.TrimSpace(strings.Repeat("word ", 24)) + "…",
		strings.Repeat("猫", 60):                              strings.Repeat("猫", 48) + "…",
		"<p>Some <b>bold</b>\ttext</p><script>no</script> x": "Some bold text no x",
	} {
		doc := &openapi.Document{Operations: []*openapi.Operation{{ID: "q", Method: "GET", Path: "/x", Description: in}}}
		text, err := newOptimizer(t, optimizer.Balanced).Encode(doc, doc.Operations)
		require.NoError(t, err)
		require.Equal(t, "GET /x q\n//"+want, text)
	}
}

func ExampleOptimizer_Encode() {
	doc, err := openapi.Parse([]byte(`{"openapi":"3.1.0","info":{"title":"Shop","version":"1"},"paths":{"/pets/{id}":{"put":{
		"operationId":"updatePet","summary":"Change a pet",
		"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"integer","format":"int64"}}],
		"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}},
		"responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}},"404":{"description":"none"}}}}},
		"components":{"schemas":{"Pet":{"type":"object","required":["name"],"properties":{
		"name":{"type":"string","maxLength":50,"description":"What it listens to. Or not."},
		"status":{"enum":["sold","free"],"type":"string","default":"free"}}}}}}`))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	o, _ := optimizer.New(optimizer.Balanced)
	text, _ := o.Encode(doc, doc.Operations)
	fmt.Println(text)
	// Output:
	// PUT /pets/{id} updatePet //Change a pet
	// /id:int64
	// body*:@Pet
	// 200:@Pet
	// ! 404
	//
	// @Pet={name* len=..50 //What it listens to
	// status:(sold,free) =free}
}
