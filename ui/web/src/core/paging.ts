// Pagination: which value of which parameter asks for the next rows.
import type { Json, Pagination } from "./plan";
import { at } from "./json";

export interface Turn {
  previous?: string; // value of the parameter; "" is the first page, without it
  next?: string;
  total?: number;
  from?: number; // number of the first row shown, from 1, where it is known
  page?: number;
}

// turn says where one can go from an answer. Now is the value that was asked
// for, size the rows asked for, 0 where the server decides.
export function turn(paging: Pagination, answer: Json, rows: Json[], now: string, size: number): Turn {
  const total = paging.total ? Number(at(answer, paging.total)) : NaN;
  const out: Turn = Number.isFinite(total) ? { total } : {};
  const full = rows.length > 0 && (size === 0 || rows.length >= size);
  if (paging.style === "cursor") {
    out.next = nextCursor(paging, answer, rows, size);
    return out;
  }
  const first = paging.style === "page" ? (paging.first ?? 0) : 0;
  const current = now === "" ? first : Number(now);
  if (!Number.isFinite(current)) return out;
  const step = paging.style === "page" ? 1 : size || rows.length;
  const before = paging.style === "page" ? (current - first) * (size || rows.length) : current;
  if (out.total !== undefined ? before + rows.length < out.total && rows.length > 0 : full) out.next = String(current + step);
  if (current > first) out.previous = String(Math.max(first, current - step));
  if (paging.style === "page") out.page = current - first + 1;
  if (rows.length && (paging.style !== "page" || size || current === first)) out.from = before + 1;
  return out;
}

function nextCursor(paging: Pagination, answer: Json, rows: Json[], size: number): string | undefined {
  const path = paging.next ?? "";
  const last = path.startsWith("$last.");
  if (last && (rows.length === 0 || rows.length < size)) return undefined;
  if (last && at(answer, "has_more") === false) return undefined;
  const value = last ? at(rows.at(-1), path.slice("$last.".length)) : at(answer, path);
  if (value === undefined || value === null || value === "" || value === false || typeof value === "object") return undefined;
  const text = String(value);
  return inAddress(text, paging.param) ?? text;
}

// inAddress takes the cursor out of a "next" that is a whole address.
function inAddress(text: string, param: string): string | undefined {
  if (!/^(https?:\/\/|\/|\?)/.test(text)) return undefined;
  try {
    return new URL(text, "http://x").searchParams.get(param) ?? undefined;
  } catch {
    return undefined;
  }
}
