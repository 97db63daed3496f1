// JSON as data: paths, equality, and numbers that a double cannot hold.
import type { Json } from "./plan";

export type JsonObject = { [name: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Blob);
}

// own reads a property that the value itself has, so that "constructor" finds
// nothing in {}.
export function own(value: unknown, name: string): Json | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as JsonObject)[name];
}

// put sets a property even if it is called __proto__.
export function put(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

// at follows names joined by dots. A name may hold dots itself: the longest one
// that exists wins.
export function at(value: Json | undefined, path: string): Json | undefined {
  if (path === "") return value;
  if (typeof value !== "object" || value === null) return undefined;
  for (let end = path.length; end > 0; end = path.lastIndexOf(".", end - 1)) {
    const name = path.slice(0, end);
    if (Object.hasOwn(value, name)) {
      const inner = (value as JsonObject)[name];
      if (end === path.length) return inner;
      const found = at(inner, path.slice(end + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

type Source = { source?: string } | undefined;

// parse reads JSON. Whole numbers beyond 2^53 become bigints where the browser
// tells how they were written: rounded, they would name another thing.
export function parse(text: string): Json {
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Json;
  const revive = (_: string, value: unknown, context?: Source): unknown => {
    if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
    const source = context?.source;
    return source && /^-?\d+$/.test(source) ? BigInt(source) : value;
  };
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown) as Json;
}

// stringify writes JSON, bigints as plain digits. A Blob, which JSON cannot
// hold, becomes its name.
export function stringify(value: unknown, indent = 0): string {
  return write(value, indent, "") ?? "null";
}

function write(value: unknown, indent: number, margin: string): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Blob) return JSON.stringify((value as File).name ?? "file");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = margin + " ".repeat(indent);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const colon = indent ? ": " : ":";
  const parts = Array.isArray(value)
    ? value.map((item) => write(item, indent, inner) ?? "null")
    : Object.entries(value).flatMap(([name, item]) => {
        const text = write(item, indent, inner);
        return text === undefined ? [] : [JSON.stringify(name) + colon + text];
      });
  if (parts.length === 0) return open + close;
  return indent ? `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}` : open + parts.join(",") + close;
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]));
  }
  return false;
}

// changes is the JSON Merge Patch (RFC 7396) that turns one object into
// another. Shallow gives each changed property whole, for servers that replace
// what they are sent.
export function changes(before: JsonObject, after: JsonObject, shallow = false): JsonObject {
  const patch: JsonObject = {};
  for (const [name, value] of Object.entries(after)) {
    const old = own(before, name);
    if (old !== undefined && equal(old, value)) continue;
    put(patch, name, !shallow && isObject(old) && isObject(value) ? changes(old, value) : value);
  }
  for (const name of Object.keys(before)) {
    if (!Object.hasOwn(after, name) && before[name] !== null) put(patch, name, null);
  }
  return patch;
}
