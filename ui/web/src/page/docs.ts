// Documentation of what the page cannot send: webhooks and callbacks.
import type { Operation, Schema } from "../core/plan";
import type { SchemaBook } from "../core/schema";
import type { App } from "./app";
import { type Child, foreign, h } from "./dom";
import { prose } from "./prose";

export function documentation(app: App, op: Operation): HTMLElement {
  const { book } = app.model;
  const body = op.body?.content ?? [];
  const heading = op.webhook ? "h2" : "h4"; // a callback stands under a heading of its own
  return h(
    "section",
    { class: "docs", data: { operation: op.id } },
    op.webhook ? h("p", { class: "notice" }, "The API sends this request to you. There is nothing to send from here.") : h("h3", null, foreign(op.summary || op.id)),
    op.webhook ? undefined : h("p", { class: "marks" }, h("code", { class: "method", data: { method: op.method } }, op.method), h("code", { class: "path" }, foreign(op.path))),
    op.description && !op.webhook ? prose(op.description) : undefined,
    op.parameters?.length ? h(heading, null, "Parameters") : undefined,
    op.parameters?.length ? h("dl", { class: "schema" }, ...op.parameters.map((p) => line(book, p.name, p.schema ?? p.content?.[0]?.schema ?? {}, !!p.required, p.description, 0))) : undefined,
    ...body.flatMap((media) => [h(heading, null, "Body ", h("code", null, foreign(media.type))), media.schema ? schemaView(book, media.schema, 0) : undefined]),
    op.responses?.length ? h(heading, null, "Expected answers") : undefined,
    op.responses?.length ? h("ul", { class: "plain" }, ...op.responses.map((r) => h("li", null, h("code", null, r.status), " ", foreign(r.description || r.summary || "")))) : undefined,
  );
}

function schemaView(book: SchemaBook, schema: Schema, depth: number): HTMLElement {
  const flat = book.flat(schema);
  const parts: Child[] = [];
  if (flat.properties.size) parts.push(h("dl", { class: "schema" }, ...[...flat.properties].map(([name, inner]) => line(book, name, inner, !!flat.required?.includes(name), undefined, depth))));
  for (const group of flat.groups) {
    parts.push(h("p", null, "One of:"), h("ul", { class: "plain" }, ...group.variants.map((v) => h("li", null, demand(v.title, () => schemaView(book, v.schema, depth + 1))))));
  }
  if (flat.items) parts.push(h("p", null, "A list, each item:"), schemaOrType(book, flat.items, depth + 1));
  if (parts.length === 0) parts.push(h("p", null, typeText(book, schema)));
  return h("div", null, ...parts);
}

function schemaOrType(book: SchemaBook, schema: Schema, depth: number): HTMLElement {
  const text = typeText(book, schema);
  return deep(book, schema) ? demand(text, () => schemaView(book, schema, depth)) : h("span", null, text);
}

function line(book: SchemaBook, name: string, schema: Schema, required: boolean, text: string | undefined, depth: number): HTMLElement {
  const flat = book.flat(schema);
  const description = text ?? flat.description;
  return h(
    "div",
    null,
    h("dt", null, h("code", null, foreign(name)), required ? h("span", { class: "required" }, " required") : undefined),
    h("dd", null, schemaOrType(book, schema, depth + 1), description ? h("p", { class: "help" }, foreign(description)) : undefined),
  );
}

function deep(book: SchemaBook, schema: Schema): boolean {
  const flat = book.flat(schema);
  return flat.properties.size > 0 || flat.groups.length > 0 || (!!flat.items && deep(book, flat.items) && flat.items !== schema);
}

function typeText(book: SchemaBook, schema: Schema): string {
  const flat = book.flat(schema);
  const kind = book.kind(flat);
  if (kind === "const") return `always ${JSON.stringify(flat.const)}`;
  if (kind === "enum") return `one of ${flat.enum!.slice(0, 30).map((v) => JSON.stringify(v)).join(", ")}`;
  if (kind === "choice") return "one of several forms";
  if (kind === "array") return flat.items && !flat.items.ref ? `list of ${typeText(book, flat.items)}` : "list";
  return (flat.format ? `${kind} (${flat.format})` : kind) + (flat.nullable ? " or null" : "");
}

function demand(title: string, build: () => HTMLElement): HTMLElement {
  const details = h("details", { class: "open" }, h("summary", null, foreign(title)));
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(build()), { once: true });
  return details;
}
