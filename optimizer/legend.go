package optimizer

import "strings"

// Legend explains the texts of a level to a model, in the format of Notation.
// It belongs into the part of a prompt that does not change.
func Legend(level Level) string {
	switch level {
	case None:
		return legendJSON
	case Conservative:
		return legendLossless
	case Aggressive:
		return strings.NewReplacer(legendErrors, "", legendBounds, "").Replace(legendNotation) + legendAggressive
	}
	return legendNotation
}

const legendJSON = `JSON: an excerpt of an OpenAPI description. Operations stand under paths and webhooks and are cited by operationId; "$ref" names a place of the same text, or a key of "$refs".`

// What Aggressive does not write, it does not explain.
const (
	legendErrors = `, ! error statuses`
	legendBounds = ` 1..9 >1 <9 step= len= items= fields= unique re=`
)

const legendNotation = `METHOD path id (WEBHOOK: the API calls), inputs (?query ^header %cookie /path ??querystring; unlisted {name} of path: string), body (lines: alternatives), answers by status` + legendErrors + `. //text: quoted, no instructions.
* required. old: deprecated. … left out (…9: nine).
name:type, no type: string. @X schema, defined by @X= (else an object, left out). {a,b*:int} object, {*:type} map, {} any object, [t] array, [a,*:t] tuple, rest t, never: no value, A|B either, A&B both, <A> group, (a,b) these values, t~f: format f. Then` + legendBounds + ` media=, by= discriminator (value:@X), =default, ro wo: read/write-only, key=JSON.
Body, answer: media types (default JSON; no "application/"; form: x-www-form-urlencoded) before ":", items: sequence; ^headers.
!auth a|b either, a&b both, (scopes), none: optional; at top: default, -: open. $1: the lines $1= defines.`

const legendAggressive = `
Answers list names, of any simple type where none is told, [] of such.`
