package optimizer_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

// exact reads JSON with its numbers as they are written.
func exact(t require.TestingT, text []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var out any
	require.NoError(t, decoder.Decode(&out), "%.500s", text)
	return out
}

// sameOrder fails where properties do not stand in the same order.
func sameOrder(t require.TestingT, want, got []byte) {
	a, b := propertyOrders(t, want), propertyOrders(t, got)
	for place, names := range a {
		require.Equal(t, names, b[place], place)
	}
}

// propertyOrders gives the names below each "properties", by their place.
func propertyOrders(t require.TestingT, text []byte) map[string][]string {
	out := map[string][]string{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var walk func(place string, names bool)
	walk = func(place string, names bool) {
		token, err := decoder.Token()
		require.NoError(t, err)
		switch token {
		case json.Delim('{'):
			for decoder.More() {
				token, err := decoder.Token()
				require.NoError(t, err)
				key, _ := token.(string)
				if names {
					out[place] = append(out[place], key)
				}
				walk(place+"/"+key, !names && key == "properties")
			}
			_, err = decoder.Token()
			require.NoError(t, err)
		case json.Delim('['):
			for i := 0; decoder.More(); i++ {
				walk(fmt.Sprint(place, "/", i), false)
			}
			_, err = decoder.Token()
			require.NoError(t, err)
		}
	}
	walk("", false)
	return out
}

// checkLossless encodes operations, and compares what is decoded with what the
// description says.
func checkLossless(t *testing.T, doc *openapi.Document, ops []*openapi.Operation) string {
	t.Helper()
	text, err := newOptimizer(t, optimizer.Conservative).Encode(doc, ops)
	require.NoError(t, err)
	again, err := newOptimizer(t, optimizer.Conservative).Encode(doc, ops)
	require.NoError(t, err)
	require.Equal(t, text, again)
	source, err := newOptimizer(t, optimizer.None).Encode(doc, ops)
	require.NoError(t, err)
	want, err := optimizer.Normalise([]byte(source), doc.SpecVersion == "2.0")
	require.NoError(t, err)
	got, err := optimizer.Decode([]byte(text))
	require.NoError(t, err, text)
	if a, b := exact(t, want), exact(t, got); !reflect.DeepEqual(a, b) { // a diff of megabytes helps nobody
		require.Empty(t, firstDifference(a, b), text[:min(len(text), 2_000)])
	}
	if strings.HasPrefix(text, "#") {
		sameOrder(t, want, got)
	}
	require.LessOrEqual(t, o200k().Count(text), o200k().Count(source))
	return text
}

// firstDifference tells where two values differ.
func firstDifference(a, b any) string {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return fmt.Sprintf(": %.300v is not %.300v", a, b)
		}
		for key := range x {
			if d := firstDifference(x[key], y[key]); d != "" {
				return "/" + key + d
			}
		}
		return ""
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return fmt.Sprintf(": %.300v is not %.300v", a, b)
		}
		for i := range x {
			if d := firstDifference(x[i], y[i]); d != "" {
				return fmt.Sprint("/", i, d)
			}
		}
		return ""
	}
	if a != b {
		return fmt.Sprintf(": %.300v is not %.300v", a, b)
	}
	return ""
}

// TestConservativeLosesNothing decodes operations of every description: in groups,
// as chunks have them, and one by one. All of them where nothing may be skipped
// (SPECLOOM_REQUIRE=all), which takes minutes, and else some.
func TestConservativeLosesNothing(t *testing.T) {
	t.Parallel()
	eachDocument(t, func(t *testing.T, doc *openapi.Document) {
		const group, some = 12, 4
		n := len(doc.Operations)
		step := max(group, n/some)
		if os.Getenv("SPECLOOM_REQUIRE") == "all" {
			step = group
		}
		for i := 0; i < n; i += step {
			checkLossless(t, doc, doc.Operations[i:min(i+group, n)])
		}
		for i := 1; i < n; i += step {
			checkLossless(t, doc, doc.Operations[i:i+1])
		}
	})
}

// TestPartsJoinWithoutTheirDocument joins parts by an Optimizer that did not
// write them.
func TestPartsJoinWithoutTheirDocument(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"petstorev3.json", "petstorev2.json", "burgershop.openapi.yaml"} {
		doc, err := openapi.ReadFile(filepath.Join(corpus.ShippedFolder(t), name))
		require.NoError(t, err)
		o := newOptimizer(t, optimizer.Conservative)
		want := checkLossless(t, doc, doc.Operations)
		var parts []optimizer.Part
		seen := map[string]bool{}
		for _, op := range doc.Operations {
			for _, p := range o.Parts(doc, op) {
				if !seen[p.Key] {
					seen[p.Key] = true
					parts = append(parts, p)
				}
			}
		}
		require.Equal(t, want, o.Join(parts))
	}
}

// everyForm is a description that has all that the notation has a form for, and
// what comes close to it.
const everyForm = `{"openapi":"3.2.0","info":{"title":"t","version":"1"},"security":[{"a":[]},{}],"x-root":[1],
"paths":{
"/a/{id}":{"summary":" s ","servers":[{"url":"/v1"}],"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}},{"$ref":"#/components/parameters/P"}],
 "get":{"operationId":"get a","tags":["b c","d"],"summary":"S","description":"S","deprecated":true,"security":[{"a":["x y","z"],"b":[]},{}],
  "parameters":[{"name":"filter[a]","in":"query","required":true,"schema":{"type":"integer","format":"int64","minimum":-0,"maximum":1e400,"default":9223372036854775808}},
   {"name":"q","in":"query","schema":{"type":"string","description":"inner"}},{"name":"h","in":"header","description":"outer","style":"simple","explode":false,"schema":{"type":["string","null"],"description":"inner"}},
   {"name":"c","in":"cookie","content":{"application/json":{"schema":{"type":"object"}}}},{"name":"w","in":"querystring","content":{"application/x-www-form-urlencoded":{"schema":{}}}},
   {"$ref":"#/components/parameters/P","description":"other"},{"name":"odd","in":"elsewhere"}],
  "responses":{"200":{"description":"OK","headers":{"X-A":{"schema":{"type":"integer"},"description":"d"},"Link":{"$ref":"#/components/headers/L"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}},"links":{"l":{"operationId":"get a"}}},
   "201":{"description":"Created","content":{"application/xml":{"schema":{"$ref":"#/components/schemas/A"}},"text/plain; charset=utf-8":{"schema":{"$ref":"#/components/schemas/A"},"example":"a"},"image/*":{}}},
   "204":{"description":"gone //x @1 §1 $1 #a\n [b]"},"4XX":{"$ref":"#/components/responses/R"},"default":{"description":"","content":{}},"404":{"summary":"no text"}},
  "callbacks":{"cb":{"{$request.body#/u}":{"post":{"responses":{"200":{"description":"x"}}}}}},"x-a":{"deep":[{"a":1,"b":"x"},{"a":2,"b":"y"},{"a":3}]}},
 "post":{"requestBody":{"required":true,"description":"body text","content":{"application/json":{"schema":{"type":"object","description":"of the schema","required":["b","a","zz","a"],"properties":{"a":{"type":"string"},"b":{"type":"string","enum":["x","y z","1","true",""]},"c d":{"type":"boolean","nullable":true}},"additionalProperties":false}},
  "multipart/form-data":{"schema":{"type":"object","properties":{"f":{"type":"string","format":"binary"}}},"encoding":{"f":{"contentType":"image/png"}}}}},"responses":{"200":{"description":"OK"}}},
 "query":{"responses":{"200":{"description":"OK"}}},"additionalOperations":{"COPY":{"operationId":"copy","responses":{"200":{"description":"OK"}}}}}},
"webhooks":{"new thing":{"post":{"operationId":"hook","requestBody":{"$ref":"#/components/requestBodies/B"},"responses":{"200":{"description":"OK"}}}}},
"components":{"schemas":{"A":{"title":"A","type":"object","description":"first\nsecond  \nthird\n\n- item\n  more\n\n","properties":{"self":{"$ref":"#/components/schemas/A"},"list":{"type":"array","minItems":1,"maxItems":1,"uniqueItems":true,"items":{"type":"string","minLength":2,"maxLength":9,"pattern":"^a\"b'$"}},"any":{},"true":true,
 "one":{"oneOf":[{"$ref":"#/components/schemas/A"},{"type":"null"}],"discriminator":{"propertyName":"t"}},"both":{"type":"string","allOf":[{"minLength":1}]},"map":{"type":"object","additionalProperties":{"type":"number","format":"double"}},"fmt":{"type":"string","format":"int64"},
 "not":{"not":{"type":"string","x-i":1},"if":{"const":1},"then":true,"$defs":{"d":{"type":"integer"}}},"tuple":{"type":"array","prefixItems":[{"type":"string"}],"items":false},"len":{"len":1,"size":2,"type":"string"},"json":{"example":"{\n  \"a\": [\n    1,\n    \"b\"\n  ],\n  \"c\": {}\n}\n"}},"example":{"$ref":"#/components/examples/E"}}},
 "parameters":{"P":{"name":"p","in":"query","required":false,"schema":{"type":"array","items":{"type":"string"}}}},"headers":{"L":{"schema":{"type":"string"}}},"responses":{"R":{"description":"r"}},"requestBodies":{"B":{"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/A"}}}}}},"securitySchemes":{"a":{"type":"http","scheme":"basic"}},"examples":{"E":{"value":{"a":"b"}}}}}`

// TestIssue6_NestedShares: a long word that holds a group which is shared already
// is not shared as a whole, since definitions name later ones only.
func TestIssue6_NestedShares(t *testing.T) {
	t.Parallel()
	paths := map[string]any{}
	for i := range 12 {
		paths[fmt.Sprintf("/v2/databases/{database_cluster_uuid}/schema-registry/{subject_name}/n%d/§/{database_cluster_uuid}", i)] = map[string]any{
			"get": map[string]any{"operationId": fmt.Sprint("o", i), "summary": "See (this long remark of a group) and (this long remark of a group). Twice.", "responses": map[string]any{}},
		}
	}
	in, err := json.Marshal(map[string]any{"openapi": "3.1.0", "paths": paths})
	require.NoError(t, err)
	text := optimizerText(t, optimizer.Conservative, string(in))
	require.Contains(t, text, "§§\n")
	back, err := optimizer.Decode([]byte(text))
	require.NoError(t, err, text)
	require.Equal(t, exact(t, in), exact(t, back))
}

func TestEveryFormIsReadBack(t *testing.T) {
	t.Parallel()
	again, err := openapi.Parse([]byte(repeating))
	require.NoError(t, err)
	shared := checkLossless(t, again, again.Operations)
	for _, part := range []string{"\n@1\n", "\n@1=\n", "\n§§\n§1=", "\n§4="} {
		require.Contains(t, shared, part)
	}
	doc, err := openapi.Parse([]byte(everyForm))
	require.NoError(t, err)
	text := checkLossless(t, doc, doc.Operations)
	for _, part := range []string{
		"#openapi\n", "\n/a/{id}\n", "\nGET !deprecated \"get a\" //S\n", "?filter[a]*:int64 =9223372036854775808 -0..1e400\n", "//$=", "\n?q //:inner\n",
		"^h:string|null description=inner //outer\n", "auth a(x y,z)&b|-", "\n!COPY copy\n", "[webhooks]\n\"new thing\"\n", "body &B\n", "4XX &R",
		"example=`2;{a:[1,b],c:{}}", "[|a,b|1,x|2,y|3,]", "@A", "title=.", "size=1", "len=2..9", "*:false", "&examples/E",
	} {
		require.Contains(t, text+"\n"+optimizerText(t, optimizer.Conservative, everyForm), part)
	}
	got, err := optimizer.Decode([]byte(optimizerText(t, optimizer.Conservative, everyForm)))
	require.NoError(t, err)
	require.Equal(t, exact(t, []byte(everyForm)), exact(t, got))
}

func optimizerText(t *testing.T, level optimizer.Level, value string, opts ...optimizer.Option) string {
	t.Helper()
	o, err := optimizer.New(level, opts...)
	require.NoError(t, err)
	out, err := o.Compress([]byte(value))
	require.NoError(t, err)
	return string(out)
}

func TestNormaliseDropsOnlyWhatMeansNothing(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"a":false,"paths":{"/a":{"get":{"deprecated":false,"tags":[],"parameters":[],"x-a":false}}}}`:                             `{"a":false,"paths":{"/a":{"get":{"x-a":false}}}}`,
		`{"paths":{"/a":{"get":{"parameters":[{"name":"q","in":"query","style":"form","explode":true,"required":false}]}}}}`:        `{"paths":{"/a":{"get":{"parameters":[{"name":"q","in":"query"}]}}}}`,
		`{"paths":{"/a":{"get":{"parameters":[{"name":"q","in":"query","style":"spaceDelimited","explode":true}]}}}}`:               `{"paths":{"/a":{"get":{"parameters":[{"name":"q","in":"query","style":"spaceDelimited","explode":true}]}}}}`,
		`{"components":{"schemas":{"A":{"required":["z","b","a","b"],"properties":{"a":{"nullable":false},"b":{"minLength":0}}}}}}`: `{"components":{"schemas":{"A":{"required":["a","b","z"],"properties":{"a":{},"b":{}}}}}}`,
		`{"components":{"schemas":{"A":{"properties":{"required":{"enum":[false]},"nullable":{"default":false}}}}}}`:                `{"components":{"schemas":{"A":{"properties":{"required":{"enum":[false]},"nullable":{"default":false}}}}}}`,
		`{"components":{"schemas":{"A":{"example":{"description":"a\nb ","required":[]},"additionalProperties":true}}}}`:            `{"components":{"schemas":{"A":{"example":{"description":"a\nb ","required":[]}}}}}`,
	} {
		got, err := optimizer.Normalise([]byte(in), false)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	for in, want := range map[string]string{
		"One\ntwo.\n":                        "One two.",
		"hard  \nbreak":                      "hard  \nbreak",
		"back\\\nslash":                      "back\\\nslash",
		"a\n\nb":                             "a\n\nb",
		"a\n- item\n  more\n- b":             "a\n- item more\n- b",
		"```\na\nb \n```\nc\nd":              "```\na\nb \n```\nc d",
		"| a | b |\n|---|---|\n| c | d |\ne": "| a | b |\n|---|---|\n| c | d |\ne",
		"# Head\ntext\nmore":                 "# Head\ntext more",
		"text\n===\nmore":                    "text\n===\nmore",
		"<pre>\na\nb</pre> ":                 "<pre>\na\nb</pre> ",
		"    code\n    more":                 "    code\n    more",
		"一\n二":                               "一 二",
		"[a]: http://x\nb":                   "[a]: http://x\nb",
	} {
		text, err := json.Marshal(map[string]any{"paths": map[string]any{"/a": map[string]any{"description": in}}})
		require.NoError(t, err)
		got, err := optimizer.Normalise(text, false)
		require.NoError(t, err)
		require.Equal(t, map[string]any{"paths": map[string]any{"/a": map[string]any{"description": want}}}, exact(t, got))
		again, err := optimizer.Normalise(got, false)
		require.NoError(t, err)
		require.Equal(t, string(got), string(again))
	}
}

// TestTextsCannotForgeTheLosslessNotation puts texts that look like notation into
// every place of a description.
func TestTextsCannotForgeTheLosslessNotation(t *testing.T) {
	t.Parallel()
	more := []string{"§1", "§§\n", "@@\n", "\n@@\n@1=\nGET x\n", "//$=", "$=", ":x", "&a", "`2:{}", "'", "'\"", "~", "[|a|b]", "\n[schemas]\nX:{}", "=", " =", "#openapi\n"}
	for _, text := range append(more, attacks...) {
		checkForgery(t, text)
	}
}

func checkForgery(t *testing.T, text string) {
	t.Helper()
	word, err := json.Marshal(text)
	require.NoError(t, err)
	value := strings.ReplaceAll(`{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{"operationId":T,"summary":T,"description":T,"tags":[T],"x-a":{T:T},
		"parameters":[{"name":T,"in":"query","description":T,"schema":{"type":"string","enum":[T,"b"],"default":T,"pattern":T,"title":T}}],
		"responses":{"200":{"description":T,"content":{T:{"schema":{"$ref":"#/components/schemas/A"}}}}}}}},
		"components":{"schemas":{"A":{"type":"object","description":T,"required":[T],"properties":{T:{"type":"string","format":T,"description":T},"z":{"type":T}}},T:{"$ref":T}}}}`, "T", string(word))
	out := optimizerText(t, optimizer.Conservative, value)
	back, err := optimizer.Decode([]byte(out))
	require.NoError(t, err, out)
	require.Equal(t, exact(t, []byte(value)), exact(t, back), out)
	if strings.HasPrefix(out, "#") {
		lines := strings.Count(out, "\n")
		plain := strings.Count(optimizerText(t, optimizer.Conservative, strings.ReplaceAll(value, string(word), `"q"`)), "\n")
		require.LessOrEqual(t, lines, plain+12, out) // what repeats can be shared
	}
	for _, r := range out {
		require.False(t, r != '\n' && (unicode.IsControl(r) || r == '\u2028' || r == '\u2029'), "%q in %q", r, out)
	}
}

func FuzzDecode(f *testing.F) {
	doc, err := openapi.Parse([]byte(everyForm))
	require.NoError(f, err)
	text, err := newOptimizer(f, optimizer.Conservative).Encode(doc, doc.Operations)
	require.NoError(f, err)
	f.Add([]byte(text))
	for _, seed := range []string{"#json\n[|a,b|1,2|3,]", "#schema\n{a*:@A =1 2..3 //x\nb}", "#swagger\n/a\nGET a\n?b:int\n200:[@A]\n", "#openapi\n/a\n@1\n@@\n@1=\nGET §1\n§§\n§1=a", "#json\n`2;{a:`2:[]}", "[1,2", "#json\n[[[["} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := optimizer.Decode(in)
		if err != nil {
			return
		}
		require.True(t, json.Valid(out), "%q", out)
	})
}

// repeating has every kind of piece that is shared, and such in each other.
var repeating = func() string {
	one := `{"get":{"operationId":"o%d","summary":"See (this long remark of a group). A sentence that stands twice. (this long remark of a group)","responses":{"200":{"description":"A sentence that stands twice. https://api.example.com/v1/%d"},"403":{"description":"nobody may do this here"}},"x-a":[{"url":"https://api.example.com/v1/things/1","o":{"login":"octocat","id":1,"type":"User of it"}},{"url":"https://api.example.com/v1/things/%d"}]}}`
	var out []string
	for i := range 6 {
		out = append(out, fmt.Sprintf(`"/v1/{a_long_name_of_it}/things/{another_long_name}/%d":`, i)+fmt.Sprintf(one, i, i, i))
	}
	return `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{` + strings.Join(out, ",") + `}}`
}()

func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte(everyForm))
	f.Add([]byte(repeating))
	for _, seed := range []string{`[{"a":1,"b":"x y"},{"a":2},{"b":"§"}]`, `{"type":"object","properties":{"a":{"type":["string","null"]}},"required":["a"]}`, `[1e400,-0,9223372036854775808,"\ud800",""]`, `{"a b":"true","":[[],{}]}`} {
		f.Add([]byte(seed))
	}
	o := newOptimizer(f, optimizer.Conservative)
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := o.Compress(in)
		if err != nil {
			return
		}
		back, err := optimizer.Decode(out)
		require.NoError(t, err, "%s", out)
		if a, b := exact(t, in), exact(t, back); !reflect.DeepEqual(a, b) {
			require.Empty(t, firstDifference(a, b), "%s", out)
		}
	})
}

func FuzzDescriptions(f *testing.F) {
	f.Add([]byte(everyForm))
	f.Add([]byte(repeating))
	for _, seed := range []string{
		`{"swagger":"2.0","paths":{"/a":{"get":{"parameters":[{"name":"a","in":"query","type":"integer","format":"int64","required":false},{"name":"b","in":"body","schema":{"$ref":"#/definitions/A"}}],"responses":{"200":{"description":"OK","schema":{"type":"array","items":{"$ref":"#/definitions/A"}},"headers":{"X":{"type":"integer"}}}}}}},"definitions":{"A":{"type":"object","properties":{"a":{"type":"string"}}}}}`,
		`{"openapi":"3.0.0","paths":{"/a":{"get":{"responses":{"x-a":{},"200":{"description":1,"content":{"a":{"schema":true}},"headers":{"a":{"required":true}}}}}}}}`,
		`{"$ref":"#/components/schemas/A","type":"string"}`, `{"type":"object","properties":{"a":{"$ref":"#/definitions/a"}}}`,
		`{"$refs":{"a.yml#":{"in":"query","name":"a"},"b":{"content":{},"required":true},"c":{"schema":{}},"d":{"type":"string"}},"paths":{}}`,
		"{\"a\":\"\\ud800\\u2028\\u00a7\",\"b\":\"{\\n  \\\"a\\\": 1\\n}\"}",
	} {
		f.Add([]byte(seed))
	}
	o := newOptimizer(f, optimizer.Conservative)
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := o.Compress(in)
		if err != nil {
			return
		}
		back, err := optimizer.Decode(out)
		require.NoError(t, err, "%s", out)
		require.Equal(t, exact(t, in), exact(t, back), "%s", out)
		for _, swagger := range []bool{false, true} {
			once, err := optimizer.Normalise(in, swagger)
			require.NoError(t, err)
			twice, err := optimizer.Normalise(once, swagger)
			require.NoError(t, err)
			require.Equal(t, string(once), string(twice))
		}
		doc, err := openapi.Parse(in)
		if err == nil && len(doc.Operations) > 0 {
			checkLossless(t, doc, doc.Operations)
		}
	})
}
