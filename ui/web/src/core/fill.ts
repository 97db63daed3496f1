// What of an answer goes into the form that changes the same thing.
import type { Json, Schema } from "./plan";
import type { Flat, SchemaBook } from "./schema";
import { isObject, put } from "./json";

// fillable leaves out what the answer's schema knows and the body's does not:
// ids, dates and links that the API sets itself. What neither describes stays,
// since a thing that is replaced would lose it.
export function fillable(book: SchemaBook, body: Schema | undefined, answer: Schema | undefined, value: Json, depth = 0): Json {
  if (depth > 12 || typeof value !== "object" || value === null) return value;
  const [to, from] = [book.flat(body), book.flat(answer)];
  if (Array.isArray(value)) return to.items ? value.map((item) => fillable(book, to.items, from.items, item, depth + 1)) : value;
  const [wanted, known] = [members(book, to), members(book, from)];
  const out = {};
  for (const [name, inner] of Object.entries(value)) {
    if (wanted.has(name)) put(out, name, fillable(book, wanted.get(name), known.get(name), inner, depth + 1));
    else if (!known.has(name) || isOpen(to)) put(out, name, inner);
  }
  return out;
}

// isOpen says that any member is one that the schema means.
function isOpen(flat: Flat): boolean {
  const rest = flat.additionalProperties;
  if (flat.patternProperties?.length || (rest && !rest.never && Object.keys(rest).length > 0)) return true;
  return flat.properties.size === 0 && flat.groups.length === 0;
}

function members(book: SchemaBook, flat: Flat, depth = 0): Map<string, Schema> {
  const out = new Map(flat.properties);
  if (depth > 3) return out;
  for (const group of flat.groups) {
    for (const variant of group.variants) {
      for (const [name, schema] of members(book, book.flat(variant.schema), depth + 1)) if (!out.has(name)) out.set(name, schema);
    }
  }
  return out;
}

// undescribed are the members of a loaded thing that no schema mentions.
export function undescribed(flat: Flat, value: Json | undefined): [name: string, value: Json][] {
  if (!isObject(value) || flat.additionalProperties?.never) return [];
  return Object.entries(value).filter(([name]) => !flat.properties.has(name));
}

// shared is what a value keeps when another variant is chosen for it.
export function shared(book: SchemaBook, flat: Flat, value: unknown): Json | undefined {
  if (!isObject(value)) return undefined;
  if (flat.properties.size === 0) return value;
  const fits = (name: string, inner: unknown) => {
    const schema = flat.properties.get(name);
    return schema !== undefined && (inner instanceof Blob || book.fits(book.flat(schema), inner as Json) >= 0);
  };
  return Object.fromEntries(Object.entries(value).filter(([name, inner]) => fits(name, inner)));
}
