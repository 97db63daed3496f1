// What of a described operation the page asks its user for, and how it sends
// the body.
import type { API, MediaType, Operation, Parameter, SecurityScheme } from "./plan";
import { essence } from "./media";
import type { SchemaBook } from "./schema";

// asked is an operation as the page sends it.
export function asked(op: Operation, api: API, book: SchemaBook): Operation {
  const schemes = (op.security ?? []).flatMap((uses) => uses ?? []).flatMap((use) => api.securitySchemes.get(use.scheme) ?? []);
  return {
    ...op,
    parameters: (op.parameters ?? []).filter((p) => !ignored(p, api) && !schemes.some((s) => supplies(s, p))),
    body: op.body && { ...op.body, content: sendable(op.body.content ?? [], book) },
  };
}

// ignored are headers that a description since OpenAPI 3.0 cannot define: they
// follow from the types of body and answer, and from the security schemes.
function ignored(param: Parameter, api: API): boolean {
  return param.in === "header" && /^(accept|content-type|authorization)$/i.test(param.name) && !api.specVersion?.startsWith("2.");
}

// supplies says that signing in gives the value of a parameter, so that nobody
// has to give it twice.
function supplies(scheme: SecurityScheme, param: Parameter): boolean {
  if (scheme.type !== "apiKey") return param.in === "header" && /^authorization$/i.test(param.name) && scheme.type !== "mutualTLS" && scheme.type !== "";
  if (scheme.in !== param.in || !scheme.name) return false;
  return param.in === "header" ? scheme.name.toLowerCase() === param.name.toLowerCase() : scheme.name === param.name;
}

// sendable makes of types such as */* ones that can be sent: where a schema
// says what the body is, JSON, and else the file's own.
function sendable(content: MediaType[], book: SchemaBook): MediaType[] {
  const out: MediaType[] = [];
  for (const media of content) {
    const type = /^(\*|application)\/\*$/.test(essence(media.type)) && media.schema && !isBinary(media, book) ? "application/json" : media.type;
    if (!out.some((m) => m.type === type)) out.push({ ...media, type });
  }
  return out;
}

function isBinary(media: MediaType, book: SchemaBook): boolean {
  const flat = book.flat(media.schema);
  return !!flat.types?.includes("file") || flat.format === "binary" || (!!flat.contentMediaType && !flat.contentEncoding && !/json$/.test(flat.contentMediaType));
}
