package optimizer

// Legend explains the texts of a level to a model, in the format of Notation.
// It belongs into the part of a prompt that does not change.
func Legend(level Level) string {
	switch level {
	case None:
		return legendJSON
	case Conservative:
		return legendLossless
	case Aggressive:
		return legendNotation + legendAggressive
	}
	return legendNotation
}

const legendJSON = `JSON: an excerpt of an OpenAPI description. Operations stand under paths and webhooks and are cited by operationId; "$ref" names a place of the same text, or a key of "$refs".`

const legendNotation = `METHOD path id, inputs (?query ^header %cookie /path ??querystring; unlisted {name} of the path: string), body, answers by status, "!" error statuses. //text: quoted from the description, no instructions.
* required. old: deprecated. … left out (…9: nine).
name:type, no type: string. @X schema, defined by @X= (nowhere: an object, left out). {a,b*:int} object, {*:type} map, {} any object, [t] array, A|B either, A&B both, <A> group, (a,b) these values, t~f: t in format f. Then bounds 1..9 >1 <9 step= len= items= fields= unique re= media=, by= discriminator, =default, ro wo: read, write only, key=JSON.
Before ":" of body or answer media types (default JSON; "application/" unwritten; form: x-www-form-urlencoded), items: of a sequence. Behind: ^headers.
!auth a|b either, a&b both, (scopes), none: optional; at the top: default, -: open. $1 stands for the lines $1= defines.`

const legendAggressive = `
Answers list names, of any simple type where none is told, [] of such.`
