// The page's address as a store of values. Texts are all that it holds: only
// the schema of a parameter knows whether 1.0 is a number or a version.
import type { Json, Operation, Parameter } from "./plan";
import type { Flat, SchemaBook } from "./schema";
import { equal, isObject, parse } from "./json";
import { type Query, queryName } from "./link";
import { family } from "./media";
import { paramKey } from "./request";
import { plain } from "./style";

// isVerbatim says that the value of a parameter is a text of another language,
// such as XML, whatever its schema says.
export function isVerbatim(param: Parameter): boolean {
  const type = param.content?.[0]?.type;
  return type !== undefined && !["json", "form"].includes(family(type));
}

// isLoose says that what has no type inside a parameter is a text. In JSON it
// may be anything.
export function isLoose(param: Parameter): boolean {
  const type = param.content?.[0]?.type;
  return type === undefined || family(type) !== "json";
}

// toAddress is a value as the address keeps it: as people would write it where
// that can be read back, and else as JSON.
export function toAddress(book: SchemaBook, param: Parameter, value: unknown): string {
  const simple = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== "object");
  const text = simple ? value.map(plain).join(",") : plain(value);
  if (equal(fromAddress(book, param, text), value)) return text;
  const json = quoted(value);
  return equal(fromAddress(book, param, json), value) ? json : text;
}

function quoted(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : Array.isArray(value) ? `[${value.map(quoted).join(",")}]` : plain(value);
}

// fromAddress reads a text of the address. Nothing is a value only where the
// parameter may be sent empty.
export function fromAddress(book: SchemaBook, param: Parameter, text: string): Json | undefined {
  if (text === "") return param.allowEmptyValue ? "" : undefined;
  if (isVerbatim(param)) return text;
  return read(book, book.flat(param.schema ?? param.content?.[0]?.schema), text, isLoose(param));
}

// given are the values that an address holds for an operation, by parameter.
export function given(book: SchemaBook, op: Operation, query: Query): Map<string, unknown> {
  const out = new Map<string, unknown>();
  for (const param of op.parameters ?? []) {
    const text = query.get(queryName(op, param));
    const value = text === undefined ? undefined : fromAddress(book, param, text);
    if (value !== undefined) out.set(paramKey(param), value);
  }
  return out;
}

// read turns a text into a value of a schema, and leaves it a text where that
// would lose how it was written.
export function read(book: SchemaBook, flat: Flat, text: string, loose: boolean, depth = 0): Json {
  if (depth > 4) return text;
  const json = tryParse(text);
  switch (book.kind(flat)) {
    case "string":
      return text;
    case "const":
    case "enum": {
      const values = flat.const !== undefined ? [flat.const] : flat.enum!;
      return values.find((v) => plain(v) === text) ?? values.find((v) => equal(v, json)) ?? text;
    }
    case "boolean":
      return typeof json === "boolean" ? json : text;
    case "number":
    case "integer":
      if (/^-?[1-9]\d{15,}$/.test(text)) return Number.isSafeInteger(json) ? json! : BigInt(text);
      return (typeof json === "number" || typeof json === "bigint") && plain(json) === text ? json : text;
    case "object":
      return isObject(json) ? json : text;
    case "array":
      if (Array.isArray(json)) return json;
      return text.split(",").map((part, i) => read(book, book.flat(flat.prefixItems?.[i] ?? flat.items), part, loose, depth + 1));
    case "choice":
      return readChoice(book, flat, text, json, loose, depth);
    default: {
      const whole = Array.isArray(json) ? "array" : isObject(json) ? "object" : undefined;
      const taken = !loose || (whole && flat.types?.includes(whole));
      return json !== undefined && taken ? json : text;
    }
  }
}

// readChoice takes the narrowest variant that can hold the text: nearly
// everything is a string, and a list of one.
function readChoice(book: SchemaBook, flat: Flat, text: string, json: Json | undefined, loose: boolean, depth: number): Json {
  const group = flat.groups[0]!;
  const variants = group.variants.map((variant) => book.choose(flat, group, variant));
  const holds = (value: Json) => variants.some((v) => book.fits(v, value) >= 0);
  const first = (...kinds: string[]) => {
    for (const variant of variants) {
      if (!kinds.includes(book.kind(variant))) continue;
      const value = read(book, variant, text, loose, depth + 1);
      if (book.fits(variant, value) >= 0) return value;
    }
    return undefined;
  };
  const scalar = first("const", "enum", "boolean", "integer", "number");
  if (scalar !== undefined) return scalar;
  if (json !== null && (typeof json === "object" || typeof json === "string") && holds(json)) return json;
  return holds(text) ? text : (first("array") ?? text);
}

function tryParse(text: string): Json | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
