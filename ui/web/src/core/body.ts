// Bodies: a value of the form as the bytes of a media type.
import type { Encoding, MediaType } from "./plan";
import { isObject, stringify } from "./json";
import { essence, family } from "./media";
import { encode, plain, queryPairs } from "./style";

export interface Encoded {
  contentType: string;
  data: string | Blob;
}

export function encodeBody(media: MediaType, value: unknown): Encoded {
  switch (family(media.type)) {
    case "json":
      return { contentType: concrete(media.type, "application/json"), data: stringify(value) };
    case "lines": {
      const list = Array.isArray(value) ? value : [value];
      return { contentType: concrete(media.type, "application/x-ndjson"), data: list.map((item) => stringify(item) + "\n").join("") };
    }
    case "form":
      return { contentType: "application/x-www-form-urlencoded", data: formText(media.encoding ?? [], value) };
    case "multipart":
      return multipart(media, value);
    default:
      return rawBody(media.type, value);
  }
}

function rawBody(type: string, value: unknown): Encoded {
  if (value instanceof Blob) return { contentType: concrete(type, value.type || "application/octet-stream"), data: value };
  return { contentType: concrete(type, isObject(value) ? "application/json" : "text/plain"), data: plain(value) };
}

// concrete is a type that can stand in a header: "image/*" cannot.
function concrete(type: string, fallback: string): string {
  return type.includes("*") || !type.includes("/") ? fallback : type.trim();
}

function encodingOf(list: Encoding[], name: string): Encoding | undefined {
  return list.find((e) => e.property === name);
}

// formText writes application/x-www-form-urlencoded. An object without a
// style of its own is sent as JSON, as the specification says.
export function formText(encodings: Encoding[], value: unknown): string {
  if (!isObject(value)) return plain(value);
  const parts: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const encoding = encodingOf(encodings, name);
    const json = !encoding?.style && encoding?.contentType && family(encoding.contentType) === "json";
    const { style = "form", explode = false, allowReserved } = encoding ?? { explode: true };
    if (json || (isObject(item) && !isStyled(encoding))) {
      parts.push(`${encode(name)}=${encode(stringify(item))}`);
    } else {
      parts.push(...queryPairs({ name, style, explode, allowReserved }, item));
    }
  }
  return parts.join("&").replaceAll("%20", "+");
}

// isStyled says that a property is written as a query parameter would be: one
// word of it is enough, and style form is what is meant then.
function isStyled(encoding: Encoding | undefined): boolean {
  return !!encoding && (!!encoding.style || !!encoding.allowReserved || !encoding.explode);
}

interface Part {
  name: string;
  data: string | Blob;
  type?: string;
  filename?: string;
}

// multipartParts are the parts of a form. A list is one part for each item.
export function multipartParts(encodings: Encoding[], value: unknown): Part[] {
  if (!isObject(value)) return value === undefined ? [] : [part("", value)];
  return Object.entries(value).flatMap(([name, item]) => {
    if (item === undefined || item === null) return [];
    const type = encodingOf(encodings, name)?.contentType;
    const json = type !== undefined && family(type) === "json";
    return Array.isArray(item) && !json ? item.filter((v) => v != null).map((v) => part(name, v, type)) : [part(name, item, type)];
  });
}

function part(name: string, item: unknown, types?: string): Part {
  const wanted = types?.split(",").map((t) => t.trim()) ?? [];
  const fixed = wanted.find((t) => t.includes("/") && !t.includes("*"));
  if (item instanceof Blob) {
    const fits = wanted.length === 0 || wanted.some((t) => essence(t) === essence(item.type) || t.includes("*"));
    return { name, data: item, type: (fits && item.type) || fixed || "application/octet-stream", filename: (item as File).name || "file" };
  }
  if (typeof item === "object") return { name, data: stringify(item), type: fixed ?? "application/json" };
  return { name, data: fixed && family(fixed) === "json" ? stringify(item) : plain(item), type: fixed };
}

// multipart is written here and not by FormData, which gives a file name to
// every part that has a content type.
function multipart(media: MediaType, value: unknown): Encoded {
  const boundary = "specloom-" + Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
  const pieces: (string | Blob)[] = [];
  const kind = concrete(essence(media.type), "multipart/form-data");
  for (const { name, data, type, filename } of multipartParts(media.encoding ?? [], value)) {
    const disposition = `${kind === "multipart/form-data" ? "form-data" : "attachment"}; name="${quoted(name)}"${filename ? `; filename="${quoted(filename)}"` : ""}`;
    const header = type ? `\r\nContent-Type: ${type.replace(/[^\x20-\x7e]/g, "")}` : "";
    pieces.push(`--${boundary}\r\nContent-Disposition: ${disposition}${header}\r\n\r\n`, data, "\r\n");
  }
  pieces.push(`--${boundary}--\r\n`);
  return { contentType: `${kind}; boundary=${boundary}`, data: new Blob(pieces) };
}

function quoted(name: string): string {
  return name.replace(/\r\n|\r|\n/g, "%0D%0A").replaceAll('"', "%22");
}
