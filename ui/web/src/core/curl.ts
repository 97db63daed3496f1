import type { Wire } from "./request";

// curl is a request as a command for a POSIX shell.
export function curl(wire: Wire): string {
  const lines = [`curl -X ${wire.method} ${quote(wire.url)}`];
  for (const [name, value] of wire.headers) {
    // curl writes this header itself, with a boundary that fits.
    if (/^content-type$/i.test(name) && value.startsWith("multipart/")) continue;
    lines.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  if (typeof wire.body === "string") lines.push(`--data-raw ${quote(wire.body)}`);
  else if (wire.body) lines.push(`--data-binary ${quote("@" + ((wire.body as File).name || "FILE"))}`);
  return lines.join(" \\\n  ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
