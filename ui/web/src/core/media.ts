// Media types: what a body is, by its type.

export type Family = "json" | "lines" | "form" | "multipart" | "text" | "image" | "binary";

export function essence(type: string): string {
  return type.split(";", 1)[0]!.trim().toLowerCase();
}

export function family(type: string): Family {
  const name = essence(type);
  if (/(ndjson|jsonl|jsonlines|json-seq|json-stream|stream\+json)$/.test(name)) return "lines";
  if (name.endsWith("json") || name.startsWith("application/json")) return "json";
  if (name === "application/x-www-form-urlencoded") return "form";
  if (name.startsWith("multipart/")) return "multipart";
  if (name.startsWith("image/") && name !== "image/svg+xml") return "image";
  if (name.startsWith("text/") || /(^application\/|\+)(xml|yaml|x-yaml|toml|javascript|graphql|sql)$/.test(name) || name === "image/svg+xml") return "text";
  return "binary";
}

// accept asks for what the description promises, JSON before all else.
export function accept(types: string[]): string {
  const names = [...new Set(types.map(essence))].filter((t) => /^[a-z0-9!#$&^_.+*-]+\/[a-z0-9!#$&^_.+*-]+$/.test(t));
  const json = names.filter((t) => family(t) === "json");
  const rest = names.filter((t) => !json.includes(t));
  return [...json, ...rest.map((t) => (json.length ? t + ";q=0.5" : t))].join(", ") || "*/*";
}
