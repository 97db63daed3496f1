// Dates between the API (RFC 3339) and date inputs, which know no time zone.
import type { Json } from "./plan";
import { moment } from "./text";

const two = (n: number) => String(n).padStart(2, "0");

// toInput writes a date as date or datetime-local inputs want it, in the
// user's own time zone.
export function toInput(value: Json, widget: "date" | "datetime" | string): string {
  if (widget === "date" && typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value)) return value.slice(0, 10);
  const date = moment(typeof value === "bigint" ? Number(value) : value);
  if (!date) return "";
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return widget === "date" ? day : `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

// fromInput is the way back.
export function fromInput(text: string, widget: string): string {
  if (widget === "date") return text;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString().replace(/\.000Z$/, "Z");
}
