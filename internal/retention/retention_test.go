package retention_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/retention"
	"github.com/specloom/specloom/openapi"
)

const description = `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{"/a/{id}":{"post":{"operationId":"a",
	"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string","format":"uuid"}},{"name":"n","in":"query","schema":{"type":"integer","minimum":1,"default":5}}],
	"requestBody":{"required":true,"content":{"multipart/form-data":{"schema":{"$ref":"#/components/schemas/B"}}}},
	"responses":{"200":{"description":"ok","headers":{"Link":{"schema":{"type":"string"}}},"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/B"}}}}},"404":{"description":"no"}}}}},
	"components":{"schemas":{"B":{"type":"object","required":["c"],"properties":{"c":{"type":"string","enum":["x","y"]},"d":{"type":"object","properties":{"e":{"type":["number","null"]}}}}}}}}`

const whole = `POST /a/{id} a //Do it
/id:uuid
?n:int 1.. =5
body* multipart/form-data:@B
200:[@B] ^Link
! 404

@B={c*:(x,y),d:{e:number|null}}`

func TestEveryFactIsLookedFor(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse([]byte(description))
	require.NoError(t, err)
	report, err := retention.Check(doc, doc.Operations, whole, retention.Planner)
	require.NoError(t, err)
	require.Empty(t, report.Lost)
	for _, change := range [][2]string{
		{"POST", "PUT"},
		{"/id:uuid", "/id"},
		{"?n:int", "?m:int"},
		{"n:int", "n*:int"},
		{" 1..", " 2.."},
		{"=5", "=6"},
		{"n:int", "n"},
		{"body*", "body"},
		{" multipart/form-data", ""},
		{"[@B]", "@B"},
		{" ^Link", ""},
		{"! 404", "! 405"},
		{"c*", "c"},
		{"(x,y)", "(x)"},
		{"(x,y)", "(x,…1)"},
		{"d:{e:number|null}", "d:{}"},
		{"e:number|null", "e:number"},
		{"e:number|null", "e:bool|null"},
		{",d:{e:number|null}", ""},
	} {
		less := strings.Replace(whole, change[0], change[1], 1)
		require.NotEqual(t, whole, less)
		report, err := retention.Check(doc, doc.Operations, less, retention.Planner)
		require.NoError(t, err, less)
		require.NotEmpty(t, report.Lost, less)
	}
	report, err = retention.Check(doc, doc.Operations, strings.Replace(whole, ",d:{e:number|null}", "", 1), retention.Required)
	require.NoError(t, err)
	require.Empty(t, report.Lost)
	report, err = retention.Check(doc, doc.Operations, strings.Replace(whole, "c*:(x,y),", "", 1), retention.Required)
	require.NoError(t, err)
	require.NotEmpty(t, report.Lost)
}

func TestMacrosAndCommonSecurityAreReadInTheirPlaces(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse([]byte(description))
	require.NoError(t, err)
	folded := "$1=/id:uuid\n?n:int 1.. =5\n\n" + strings.Replace(whole, "/id:uuid\n?n:int 1.. =5", "$1", 1)
	report, err := retention.Check(doc, doc.Operations, folded, retention.Planner)
	require.NoError(t, err)
	require.Empty(t, report.Lost)
	report, err = retention.Check(doc, doc.Operations, "!auth key\n\n"+whole, retention.Planner)
	require.NoError(t, err)
	require.NotEmpty(t, report.Lost, "the operation is open")
	_, err = retention.Read("$1=a\n\nGET / a\n$2")
	require.ErrorContains(t, err, "$2")
}

func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add("!auth a|b\n$1=?x //y\n\nGET /a b old //c\n$1\n!auth -\n200,201 xml:<{a>} ^Link …")
	f.Add("@A=" + strings.Repeat("[<{a:", 2_000))
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := retention.Read(text); err != nil {
			require.ErrorContains(t, err, "retention: read: ")
		}
	})
}
