// Constraints of a schema, as sentences for the person who fills the form.
import type { Flat } from "./schema";
import { safeLink } from "./text";

export function checkText(flat: Flat, text: string): string | undefined {
  const length = [...text].length;
  if (flat.minLength !== undefined && length < flat.minLength) return `Use at least ${flat.minLength} ${flat.minLength === 1 ? "character" : "characters"}.`;
  if (flat.maxLength !== undefined && length > flat.maxLength) return `Use at most ${flat.maxLength} ${flat.maxLength === 1 ? "character" : "characters"}.`;
  const pattern = patternOf(flat.pattern);
  if (pattern && length < 10_000 && !pattern.test(text)) return `This does not have the form that is asked for: ${flat.pattern}`;
  switch (flat.format) {
    case "email":
      return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : "Enter an e-mail address, such as name@example.com.";
    case "uri":
    case "url":
      return /^[a-z][a-z0-9+.-]*:/i.test(text) || safeLink(text) ? undefined : "Enter a full address, such as https://example.com.";
    case "uuid":
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? undefined : "Enter a UUID, such as 123e4567-e89b-12d3-a456-426614174000.";
    default:
      return undefined;
  }
}

// patternOf compiles a pattern of the description. One that this browser does
// not understand checks nothing, and one that could run away is left to the
// server: a repeated group with a repetition inside can take forever.
export function patternOf(pattern: string | undefined): RegExp | undefined {
  if (!pattern || pattern.length > 1000 || /[+*}|][^(]*\)[+*{]/.test(pattern) || /\\[AzZhHGR]|\[:/.test(pattern)) return undefined;
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // the next flavour may know it
    }
  }
  return undefined;
}

export function checkNumber(flat: Flat, value: number | bigint): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = flat;
  if (minimum !== undefined && value < minimum) return `Use ${minimum} or more.`;
  if (maximum !== undefined && value > maximum) return `Use ${maximum} or less.`;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return `Use more than ${exclusiveMinimum}.`;
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return `Use less than ${exclusiveMaximum}.`;
  if (multipleOf && typeof value === "number") {
    const times = value / multipleOf;
    if (Math.abs(times - Math.round(times)) > 1e-9 * Math.max(1, Math.abs(times))) return `Use a multiple of ${multipleOf}.`;
  }
  return undefined;
}

// readNumber reads what was typed. Whole numbers beyond 2^53 stay exact.
export function readNumber(text: string, integer: boolean): number | bigint | string {
  const trimmed = text.trim();
  if (integer && !/^[+-]?\d+$/.test(trimmed)) return "Enter a whole number.";
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return "Enter a number.";
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return "This number is too large.";
  return /^[+-]?\d+$/.test(trimmed) && !Number.isSafeInteger(value) ? BigInt(trimmed.replace("+", "")) : value;
}

export function checkCount(flat: Flat, n: number): string | undefined {
  if (flat.minItems !== undefined && n < flat.minItems) return `Add at least ${flat.minItems}.`;
  if (flat.maxItems !== undefined && n > flat.maxItems) return `Keep at most ${flat.maxItems}.`;
  return undefined;
}
