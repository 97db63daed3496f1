// Parameters as text, by style and explode (OpenAPI 3.1, section 4.8.12).
import type { Parameter } from "./plan";
import { isObject, stringify } from "./json";

// encode writes a text for a URL. With reserved, the characters that have a
// meaning in URLs stay, except those that would end or split the part.
export function encode(text: string, reserved = false, path = false): string {
  const safe = encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, hex);
  if (!reserved) return safe;
  const keep = path ? ":/@!$&'()*+,;=" : ":/?@!$'()*,;";
  return safe.replace(/%[0-9A-F]{2}/g, (code) => {
    const char = decodeAscii(code);
    return keep.includes(char) ? char : code;
  });
}

function decodeAscii(code: string): string {
  return String.fromCharCode(parseInt(code.slice(1), 16));
}

function hex(char: string): string {
  return "%" + char.charCodeAt(0).toString(16).toUpperCase();
}

// plain is one value as bare text.
export function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? stringify(value) : String(value);
}

type Pair = [name: string, value: unknown];

function pairs(value: object): Pair[] {
  return Object.entries(value).filter(([, v]) => v !== undefined && v !== null);
}

function items(value: unknown[]): unknown[] {
  return value.filter((v) => v !== undefined && v !== null);
}

// isEmpty says that there is nothing to send.
export function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return items(value).length === 0;
  return isObject(value) && pairs(value).length === 0;
}

type Style = Pick<Parameter, "name" | "style" | "explode" | "allowReserved" | "content">;

// pathText is what replaces {name} in a path.
export function pathText(param: Style, value: unknown): string {
  const text = (v: unknown) => encode(plain(v), param.allowReserved, true);
  if (param.content?.length) return text(stringify(value));
  const name = encode(param.name);
  if (param.style === "matrix") {
    if (Array.isArray(value)) {
      const list = items(value).map(text);
      return param.explode ? list.map((v) => `;${name}=${v}`).join("") : `;${name}=${list.join(",")}`;
    }
    if (isObject(value)) {
      return param.explode ? pairs(value).map(([k, v]) => `;${text(k)}=${text(v)}`).join("") : `;${name}=${flatPairs(value, text).join(",")}`;
    }
    const v = text(value);
    return v === "" ? `;${name}` : `;${name}=${v}`;
  }
  const label = param.style === "label";
  const between = label && param.explode ? "." : ",";
  return (label ? "." : "") + simple(value, !!param.explode, between, text);
}

// headerText is the value of a header: style simple, nothing encoded.
export function headerText(param: Style, value: unknown): string {
  return param.content?.length ? stringify(value) : simple(value, !!param.explode, ",", plain);
}

function simple(value: unknown, explode: boolean, between: string, text: (v: unknown) => string): string {
  if (Array.isArray(value)) return items(value).map(text).join(between);
  if (!isObject(value)) return text(value);
  return (explode ? pairs(value).map(([k, v]) => `${text(k)}=${text(v)}`) : flatPairs(value, text)).join(between);
}

function flatPairs(value: object, text: (v: unknown) => string): string[] {
  return pairs(value).flatMap(([k, v]) => [text(k), text(v)]);
}

// queryPairs are the encoded "name=value" parts of a query parameter, or of a
// property of a form body.
export function queryPairs(param: Style, value: unknown): string[] {
  const text = (v: unknown) => encode(plain(v), param.allowReserved);
  const name = encode(param.name);
  if (param.content?.length) return [`${name}=${text(stringify(value))}`];
  if (isEmpty(value)) return [];
  if (param.style === "deepObject") return deep(name, value, text);
  const between = param.style === "spaceDelimited" ? "%20" : param.style === "pipeDelimited" ? "%7C" : ",";
  // Space and pipe are only defined unexploded; exploded, lists repeat the name
  // as they do in style form.
  if (Array.isArray(value)) {
    const list = items(value).map(text);
    return param.explode ? list.map((v) => `${name}=${v}`) : [`${name}=${list.join(between)}`];
  }
  if (isObject(value)) {
    return param.explode ? pairs(value).map(([k, v]) => `${text(k)}=${text(v)}`) : [`${name}=${flatPairs(value, text).join(between)}`];
  }
  return [`${name}=${text(value)}`];
}

// deep writes brackets. What stands inside an inner list is not in the
// specification: "[]" for plain items and numbers for objects is what most
// servers read.
function deep(name: string, value: unknown, text: (v: unknown) => string): string[] {
  if (Array.isArray(value)) {
    return items(value).flatMap((item, i) => deep(name + (typeof item === "object" ? `%5B${i}%5D` : "%5B%5D"), item, text));
  }
  if (isObject(value)) return pairs(value).flatMap(([k, v]) => deep(`${name}%5B${encode(k)}%5D`, v, text));
  return [`${name}=${text(value)}`];
}
