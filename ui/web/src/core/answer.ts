// Answers: what came back, in a form that can be shown.
import type { Json } from "./plan";
import { isObject, own, parse } from "./json";
import { family, type Family } from "./media";

export interface Answer {
  status: number;
  statusText: string;
  ok: boolean;
  headers: [string, string][];
  type: string;
  family: Family | "empty";
  ms: number;
  blob: Blob;
  text?: string; // of everything that is text
  json?: Json; // of JSON, and of JSON Lines as a list
}

export async function readAnswer(response: Response, blob: Blob, ms: number): Promise<Answer> {
  const type = response.headers.get("Content-Type") ?? "";
  const answer: Answer = {
    status: response.status,
    statusText: response.statusText,
    ok: response.ok,
    headers: [...response.headers],
    type,
    family: blob.size === 0 ? "empty" : family(type),
    ms,
    blob,
  };
  if (answer.family === "empty" || answer.family === "image") return answer;
  if (answer.family === "binary" && type !== "" && !/^application\/(x-)?(problem|octet)?/.test(type)) return answer;
  if (answer.family === "binary" && (type !== "" || blob.size > 4e6)) return answer;
  answer.text = await blob.text();
  try {
    if (answer.family === "lines") answer.json = parseLines(answer.text);
    else if (answer.family === "json" || /^\s*[[{]/.test(answer.text)) answer.json = parse(answer.text);
    if (answer.json !== undefined && answer.family !== "lines") answer.family = "json";
  } catch {
    answer.family = "text"; // not what it says it is: shown as it came
  }
  if (answer.family === "binary") answer.family = "text";
  return answer;
}

export function parseLines(text: string): Json[] {
  return text
    .split(/\r?\n|\x1e/)
    .filter((line) => line.trim() !== "")
    .map((line) => parse(line));
}

// fileName reads Content-Disposition (RFC 6266), and keeps only the last part
// of a path.
export function fileName(disposition: string | null): string | undefined {
  if (!disposition) return undefined;
  const wide = /filename\*\s*=\s*(?:utf-8|iso-8859-1)?'[^']*'([^;]+)/i.exec(disposition);
  let name: string | undefined;
  if (wide) {
    try {
      name = decodeURIComponent(wide[1]!.trim());
    } catch {
      name = undefined;
    }
  }
  name ??= /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]?.replace(/\\(.)/g, "$1");
  name ??= /filename\s*=\s*([^;\s"]+)/i.exec(disposition)?.[1];
  return name?.split(/[\\/]/).pop() || undefined;
}

export interface Problem {
  title: string;
  detail?: string;
  fields: [string, string][];
}

// problemOf reads an error: problem details (RFC 9457), and what others use.
export function problemOf(answer: Answer): Problem {
  const title = `${answer.status} ${answer.statusText || reason(answer.status)}`.trim();
  const body = answer.json;
  if (!isObject(body)) return { title, detail: answer.text?.slice(0, 2000), fields: [] };
  const inner = own(body, "error");
  const source = isObject(inner) ? inner : body;
  const said = ["detail", "message", "error_description", "description", "title", "error", "msg"].map((n) => own(source, n)).find((v) => typeof v === "string" && v !== "");
  const heading = own(source, "title");
  const errors = ["errors", "invalid_params", "invalid-params", "invalidParams", "details", "detail", "violations"].map((n) => own(source, n)).find((v) => typeof v === "object" && v !== null);
  return {
    title: typeof heading === "string" && heading !== said && !title.toLowerCase().includes(heading.toLowerCase()) ? `${title}: ${heading}` : title,
    detail: typeof said === "string" ? said : undefined,
    fields: errorFields(errors),
  };
}

function errorFields(errors: Json | undefined): [string, string][] {
  if (Array.isArray(errors)) {
    return errors.slice(0, 50).flatMap((item): [string, string][] => {
      if (typeof item === "string") return [["", item]];
      if (!isObject(item)) return [];
      const where = ["name", "field", "pointer", "path", "loc", "param", "property"].map((n) => own(item, n)).find((v) => v !== undefined && v !== null);
      const what = ["reason", "detail", "message", "msg", "title", "code"].map((n) => own(item, n)).find((v) => typeof v === "string");
      return what === undefined ? [] : [[Array.isArray(where) ? where.join(".") : String(where ?? ""), String(what)]];
    });
  }
  if (!isObject(errors)) return [];
  return Object.entries(errors).slice(0, 50).map(([name, value]) => [name, Array.isArray(value) ? value.map(String).join(" ") : typeof value === "string" ? value : JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v))]);
}

// reason words a status where HTTP/2 sends none.
export function reason(status: number): string {
  const words: { [code: number]: string } = {
    400: "Bad request", 401: "Not signed in", 402: "Payment required", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
    406: "Not acceptable", 408: "Request timeout", 409: "Conflict", 410: "Gone", 412: "Precondition failed", 413: "Too large",
    415: "Unsupported media type", 422: "Cannot be processed", 423: "Locked", 428: "Precondition required", 429: "Too many requests",
    500: "Server error", 501: "Not implemented", 502: "Bad gateway", 503: "Unavailable", 504: "Gateway timeout",
    200: "OK", 201: "Created", 202: "Accepted", 204: "No content", 304: "Not modified",
  };
  return words[status] ?? "";
}
