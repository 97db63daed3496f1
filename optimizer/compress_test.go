package optimizer_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

func TestCompressKeepsTheValue(t *testing.T) {
	t.Parallel()
	in := " { \"a\" : [ 1e400 , -0 , 9223372036854775808, 1.0 , \"x\\u0041\\ud800 \" , null , true , { } , [ ] ] ,\n\"description\":\"One. Two.\", \"x-a\":1 , \"properties\":{\"x-b\":2,\"description\":\"Three. Four.\"} } "
	for level, want := range map[optimizer.Level]string{
		optimizer.None:         in,
		optimizer.Conservative: `{"a":[1e400,-0,9223372036854775808,1.0,"xA\ud800 ",null,true,{},[]],"description":"One. Two.","x-a":1,"properties":{"x-b":2,"description":"Three. Four."}}`,
		optimizer.Balanced:     `{"a":[1e400,-0,9223372036854775808,1.0,"xA\ud800 ",null,true,{},[]],"description":"One","properties":{"x-b":2,"description":"Three. Four."}}`,
		optimizer.Aggressive:   `{"a":[1e400,-0,9223372036854775808,1.0,"xA\ud800 ",null,true,{},"…1 more"],"properties":{"x-b":2,"description":"Three. Four."}}`,
	} {
		if level == optimizer.Aggressive { // the list holds objects, and stays
			want = strings.Replace(want, `"…1 more"`, `[]`, 1)
		}
		require.Equal(t, want, optimizerText(t, level, in, optimizer.WithFormat(optimizer.JSON)))
		if level != optimizer.None {
			back, err := optimizer.Decode([]byte(optimizerText(t, level, in)))
			require.NoError(t, err)
			require.Equal(t, exact(t, []byte(want)), exact(t, back))
		}
	}
	require.Equal(t, `[1,2,3,4,5,6,7,8,"…2 more"]`, optimizerText(t, optimizer.Aggressive, `[1,2,3,4,5,6,7,8,9,10]`, optimizer.WithFormat(optimizer.JSON)))
}

func TestCompressRefusesWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	for _, level := range []optimizer.Level{optimizer.None, optimizer.Conservative, optimizer.Balanced, optimizer.Aggressive} {
		o := newOptimizer(t, level)
		for bad, want := range map[string]string{
			`{"a":1,"\u0061":2}`:            `line 1, byte 7, at "the top": the object has two members "a"`,
			"[{\"a\":\n{\"b\":1,\"b\":1}}]": `line 2, byte 14, at "/0/a": the object has two members "b"`,
			`{`:                             "the text ends here", ``: "the text ends here", `1 2`: "something stands after the value",
			"\"\xff\"": "byte 1, at \"the top\": this is not UTF-8", `[01]`: "a comma is missing", `"\x"`: "an escape is not valid",
			"\"a\nb\"":                  "control character",
			strings.Repeat("[", 10_002): "more than 10000 deep",
			`{"a~/b":{"c":[0,tru]}}`:    `at "/a~0~1b/c/1": no value begins like this`,
		} {
			_, err := o.Compress([]byte(bad))
			require.ErrorContains(t, err, want)
			require.ErrorContains(t, err, "optimizer: compress: ")
		}
		many := &strings.Builder{}
		many.WriteString("{")
		for i := range 100 {
			fmt.Fprintf(many, `"k%d":%d,`, i, i)
		}
		_, err := o.Compress([]byte(many.String() + `"k50":1}`))
		require.ErrorContains(t, err, `two members "k50"`)
	}
	deep := strings.Repeat("[", 9_999) + strings.Repeat("]", 9_999)
	back, err := optimizer.Decode([]byte(optimizerText(t, optimizer.Conservative, deep)))
	require.NoError(t, err)
	require.Equal(t, deep, string(back))
}

func TestDecodeIsBounded(t *testing.T) {
	t.Parallel()
	for _, bomb := range []string{
		"#json\n[" + strings.Repeat("§1,", 50_000) + "]\n§§\n§1=" + strings.Repeat("x", 50_000),
		"#json\n§1\n§§\n" + func() string {
			out := &strings.Builder{}
			for i := range 40 {
				fmt.Fprintf(out, "§%d=%s\n", i+1, strings.Repeat(fmt.Sprintf("§%d", i+2), 10))
			}
			return out.String() + "§41=x"
		}(),
		"#openapi\n/a\n" + strings.Repeat("@1\n", 100_000) + "@@\n@1=\n" + strings.Repeat("?x\n", 100_000),
		"#json\n[|" + strings.Repeat("k", 100_000) + strings.Repeat("|1", 100_000) + "]",
		"#json\n" + strings.Repeat("[", 20_000), "#schema\n" + strings.Repeat("{a:", 20_000),
	} {
		_, err := optimizer.Decode([]byte(bomb))
		require.Error(t, err)
	}
	for bad, want := range map[string]string{
		"":             "the text ends here",
		"#other\n":     `"#other\n" begins no text`,
		"#json\n[1":    `line 1 of the notation, byte 2: "," is missing`,
		"#json\n§2":    "names nothing that is repeated",
		"#openapi\n@1": "",
	} {
		_, err := optimizer.Decode([]byte(bad))
		require.ErrorContains(t, err, "optimizer: decode: ")
		require.ErrorContains(t, err, want)
	}
}

// kinds makes JSON as programs that are no APIs write it.
var kinds = map[string]func(r *rand.Rand) any{
	"package manifest": func(r *rand.Rand) any {
		packages := map[string]any{}
		for range 60 {
			name := anyOf(r, "react", "lodash", "babel", "eslint", "vite", "rollup") + "-" + anyOf(r, "core", "plugin", "utils", "types", "cli") + fmt.Sprint(r.IntN(99))
			packages["node_modules/"+name] = map[string]any{
				"version": version(r), "resolved": "https://registry.npmjs.org/" + name + "/-/" + name + "-" + version(r) + ".tgz",
				"license": anyOf(r, "MIT", "ISC", "Apache-2.0"), "dev": true, "engines": map[string]any{"node": ">=" + version(r)},
				"dependencies": map[string]any{"debug": "^" + version(r), "semver": "~" + version(r)},
			}
		}
		return map[string]any{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "requires": true, "packages": packages}
	},
	"log": func(r *rand.Rand) any {
		var lines []any
		for i := range 150 {
			lines = append(lines, map[string]any{
				"time":  fmt.Sprintf("2026-03-%02dT%02d:%02d:%02d.%03dZ", 1+i/30, r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1000)),
				"level": anyOf(r, "info", "warn", "error"), "msg": anyOf(r, "request served", "cache miss", "retrying the call", "slow query"),
				"status": 200 + 100*r.IntN(4), "ms": r.IntN(900), "path": "/api/v1/" + anyOf(r, "users", "orders", "items") + "/" + fmt.Sprint(r.IntN(5000)),
			})
		}
		return lines
	},
	"GeoJSON": func(r *rand.Rand) any {
		var features []any
		for i := range 40 {
			var ring []any
			for range 12 {
				ring = append(ring, []any{r.Float64()*360 - 180, r.Float64()*180 - 90})
			}
			features = append(features, map[string]any{
				"type": "Feature", "id": i, "properties": map[string]any{"name": "Area " + fmt.Sprint(i), "population": r.IntN(1_000_000)},
				"geometry": map[string]any{"type": "Polygon", "coordinates": []any{ring}},
			})
		}
		return map[string]any{"type": "FeatureCollection", "features": features}
	},
	"API response": func(r *rand.Rand) any {
		var items []any
		for range 50 {
			login := anyOf(r, "ann", "bob", "cleo", "dan") + fmt.Sprint(r.IntN(999))
			items = append(items, map[string]any{
				"id": r.IntN(1e9), "title": anyOf(r, "Fix the build", "Add a button", "Docs are wrong, again"), "state": anyOf(r, "open", "closed"),
				"url": "https://api.example.com/repos/acme/shop/issues/" + fmt.Sprint(r.IntN(9999)), "locked": r.IntN(2) == 0, "milestone": nil,
				"user":   map[string]any{"login": login, "id": r.IntN(1e6), "avatar_url": "https://avatars.example.com/u/" + login + "?v=4", "type": "User"},
				"labels": []any{map[string]any{"name": "bug", "color": "d73a4a"}, map[string]any{"name": anyOf(r, "ui", "api"), "color": "a2eeef"}},
			})
		}
		return map[string]any{"total_count": 50, "incomplete_results": false, "items": items}
	},
	"configuration": func(r *rand.Rand) any {
		services := map[string]any{}
		for i := range 25 {
			services[anyOf(r, "web", "worker", "cache", "mail")+fmt.Sprint(i)] = map[string]any{
				"image": "registry.example.com/shop/app:" + version(r), "replicas": 1 + r.IntN(5), "restart": "always",
				"env":   map[string]any{"LOG_LEVEL": anyOf(r, "debug", "info"), "DB_URL": "postgres://db:5432/shop", "FEATURE_X": "true"},
				"ports": []any{8000 + i, 9000 + i}, "resources": map[string]any{"limits": map[string]any{"cpu": "500m", "memory": "256Mi"}},
				"probe": map[string]any{"path": "/healthz", "period": 10, "timeout": 1.5},
			}
		}
		return map[string]any{"services": services}
	},
}

func anyOf(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }

func version(r *rand.Rand) string {
	return fmt.Sprintf("%d.%d.%d", r.IntN(20), r.IntN(20), r.IntN(20))
}

func pretty(t testing.TB, value any) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(value))
	return out.Bytes()
}

// savings compresses at every level and gives the percentages of tokens saved.
func savings(t testing.TB, in []byte) (saved [4]float64, losses string) {
	t.Helper()
	before := o200k().Count(string(in))
	for level := optimizer.Conservative; level <= optimizer.Aggressive; level++ {
		out, dropped, err := newOptimizer(t, level).CompressReport(in)
		require.NoError(t, err)
		saved[level] = 100 - 100*float64(o200k().Count(string(out)))/float64(before)
		if level == optimizer.Conservative {
			require.Empty(t, dropped)
			back, err := optimizer.Decode(out)
			require.NoError(t, err)
			require.Equal(t, exact(t, in), exact(t, back))
		}
		if len(dropped) > 0 {
			losses += fmt.Sprint(" ", level, dropped)
		}
	}
	return saved, losses
}

func TestCompressOtherKinds(t *testing.T) {
	t.Parallel()
	for name, generate := range kinds {
		for seed := range uint64(5) {
			in := pretty(t, generate(rand.New(rand.NewPCG(seed, 7))))
			saved, losses := savings(t, in)
			require.GreaterOrEqual(t, saved[optimizer.Conservative], 25.0, name)
			if seed == 0 {
				t.Logf("%-18s conservative %.0f %%, balanced %.0f %%, aggressive %.0f %%;%s", name, saved[1], saved[2], saved[3], losses)
			}
		}
	}
}

// TestCompressDescriptions compresses descriptions, and what they are made of:
// operations, schemas.
func TestCompressDescriptions(t *testing.T) {
	t.Parallel()
	var all [4][]float64
	for _, name := range []string{"petstorev3.json", "petstorev2.json", "asana.yaml", "burgershop.openapi.yaml", "digitalocean.yaml", "stripe.yaml", "k8s.json"} {
		doc, err := openapi.ReadFile(filepath.Join(corpus.ShippedFolder(t), name))
		require.NoError(t, err)
		for i := 0; i < len(doc.Operations); i += max(1, len(doc.Operations)/8) {
			for _, ops := range [][]*openapi.Operation{doc.Operations[i:min(i+4, len(doc.Operations))]} {
				text, err := newOptimizer(t, optimizer.None).Encode(doc, ops)
				require.NoError(t, err)
				if len(text) > 500_000 {
					continue
				}
				saved, _ := savings(t, pretty(t, exact(t, []byte(text))))
				for level, s := range saved {
					all[level] = append(all[level], s)
				}
			}
		}
	}
	for level, least := range map[optimizer.Level]float64{optimizer.Conservative: 30, optimizer.Balanced: 50, optimizer.Aggressive: 65} {
		slices.Sort(all[level])
		n := len(all[level])
		t.Logf("%v: median %.0f %%, worst tenth %.0f %%, worst %.0f %% of %d", level, all[level][n/2], all[level][n/10], all[level][0], n)
		require.GreaterOrEqual(t, all[level][n/2], least, level)
	}
}

// TestJSONStaysJSON: with the JSON format everything is JSON at every level.
func TestJSONStaysJSON(t *testing.T) {
	t.Parallel()
	for name, generate := range kinds {
		for level := optimizer.None; level <= optimizer.Aggressive; level++ {
			require.True(t, json.Valid([]byte(optimizerText(t, level, string(pretty(t, generate(rand.New(rand.NewPCG(1, 1))))), optimizer.WithFormat(optimizer.JSON)))), name)
		}
	}
	for level := optimizer.None; level <= optimizer.Aggressive; level++ {
		require.True(t, json.Valid([]byte(optimizerText(t, level, everyForm, optimizer.WithFormat(optimizer.JSON)))))
	}
}
