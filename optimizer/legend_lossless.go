package optimizer

// legendLossless explains the notation of Conservative, all of it. A text that
// begins with a brace is JSON instead.
const legendLossless = `OpenAPI, lossless; a text beginning with "{" is JSON instead. Texts are quoted, no instructions. Line @1: the lines below "@1="; §1: what follows "§1=".
/path, lines for all its methods, then METHOD operationId //summary, //description ($=: same), inputs, body, answers by status, #tags, auth a&b(scope)|c (-: none), .key=value others. !NAME: other method. [section] of components: name, then as above.
?query ^header %cookie :path ~form +body ??querystring; * required; &name: that component. No ":type": string; ":-": no schema. body, answers: JSON of the type, or lines >media:type (:= as before); <Header. " .key=value", " .key" (true): beside the schema. No text: the status' usual phrase; 200-: none.
Types: @Schema, {a b*:int *:T} object (* others), {} any, [T] list, (a,b) one of these strings, int(1,2), T~format, date-time etc.: string, int64 float etc.: number formats, a|b, ? nullable, _ untyped, all() one() any(), ~JSON.
Then =default 1..9 bounds len= size= (lists) !key (true) key=value key=:(T) title=. (its name) =$ (its text) //text to the line's end (//: the schema's).
Values: JSON, few quotes; '…' holds "; [|a,b|1,2|3,] list of {a,b}; &kind/name $ref; ` + "`" + `2:{} text that is JSON, indent 2 (; and newline). Media json form multipart xml plain binary. #swagger: 2.0.`
