// Words and figures for people.

// humanise turns a name of the API into words: "created_at" into "Created at".
export function humanise(name: string): string {
  const words = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replace(/[_\-.\s]+/g, " ")
    .trim();
  if (words === "") return name;
  const text = words
    .split(" ")
    .map((word) => (/^(id|url|uri|ip|api|html|json|uuid|isbn|sku|vat)$/i.test(word) || /^\p{Lu}{2,}$/u.test(word) ? word.toUpperCase() : word.toLowerCase()))
    .join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = count;
  let unit = "B";
  for (const next of units) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function count(n: number, one: string, many = one + "s"): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

// short cuts a text at a word, for table cells and headings.
export function short(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  const space = cut.lastIndexOf(" ");
  return (space > limit / 2 ? cut.slice(0, space) : cut).trimEnd() + "…";
}

// safeLink returns the address if it may stand in a link. "javascript:" and its
// kind are why this is asked.
export function safeLink(text: string, base?: string): string | undefined {
  try {
    const url = new URL(text.trim(), base);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

// moment reads a date of the API: RFC 3339, or seconds or milliseconds since
// 1970.
export function moment(value: unknown): Date | undefined {
  const number = typeof value === "number" ? value : typeof value === "string" && /^\d{9,13}$/.test(value) ? Number(value) : undefined;
  const date = number !== undefined ? new Date(Math.abs(number) < 1e11 ? number * 1000 : number) : typeof value === "string" ? new Date(value) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}
