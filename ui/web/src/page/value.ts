// Values of answers, for reading: cells, definition lists, nested tables.
import type { Column, Json } from "../core/plan";
import type { Model } from "../core/model";
import { at, isObject, stringify } from "../core/json";
import { moment, safeLink, short } from "../core/text";
import { button, type Child, foreign, h, link } from "./dom";

const first = 100; // rows or fields drawn at once; more on demand

// cell is a value in a table: short, whatever it is.
export function cell(value: Json | undefined, format?: string): Child {
  if (value === undefined || value === null || value === "") return h("span", { class: "none" }, h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "unseen" }, "none"));
  if (Array.isArray(value)) {
    const plain = value.every((v) => typeof v !== "object" || v === null);
    return plain ? foreign(short(value.slice(0, 20).join(", "), 80)) : h("span", { class: "muted" }, value.length === 1 ? "1 item" : `${value.length} items`);
  }
  if (isObject(value)) return foreign(short(summary(value), 80));
  return scalar(value, format, 120);
}

// summary names an object by what people would call it.
function summary(value: { [name: string]: Json }): string {
  for (const name of ["name", "title", "label", "displayName", "display_name", "full_name", "login", "username", "email", "slug", "code", "key", "id"]) {
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof found === "string" || typeof found === "number") return String(found);
  }
  return Object.entries(value)
    .filter(([, v]) => typeof v !== "object")
    .slice(0, 3)
    .map(([name, v]) => `${name}: ${v}`)
    .join(", ") || "{…}";
}

export function scalar(value: string | number | bigint | boolean, format: string | undefined, limit = Infinity): Child {
  if (typeof value === "boolean") return h("span", { class: value ? "yes" : "no" }, value ? "Yes" : "No");
  const dated = format === "date" || format === "datetime" || format === "unixtime" || (!format && typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value));
  if (dated) {
    const date = moment(typeof value === "bigint" ? Number(value) : value);
    if (date) return time(date, format === "date" || (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)), String(value));
  }
  if (typeof value !== "string") return h("span", { class: "figure" }, String(value));
  if (format === "badge") return h("span", { class: "badge" }, foreign(value));
  if (format === "image" && /^data:image\/(png|jpeg|gif|webp);/.test(value)) return h("img", { src: value, alt: "", class: "thumb" });
  const address = format === "link" || format === "image" || /^https?:\/\/\S+$/.test(value) ? safeLink(value) : undefined;
  if (address) return link(foreign(short(value, Math.min(limit, 80))), address, { referrerpolicy: "no-referrer" });
  return limit === Infinity ? h("span", { class: "long" }, foreign(value)) : foreign(short(value, limit));
}

function time(date: Date, day: boolean, raw: string): HTMLElement {
  const plainDay = /^\d{4}-\d\d-\d\d$/.test(raw);
  const text = day
    ? date.toLocaleDateString(undefined, { dateStyle: "medium", timeZone: plainDay ? "UTC" : undefined })
    : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return h("time", { datetime: date.toISOString(), title: raw }, text);
}

// full is a value with everything in it. What is nested is drawn to a depth,
// and on demand below it.
export function full(model: Model, value: Json | undefined, format?: string, depth = 0): Child {
  if (Array.isArray(value)) {
    if (value.length === 0) return h("span", { class: "none" }, "none");
    if (value.every(isObject)) return depth > 2 ? demand(`${value.length} items`, () => full(model, value, format, 0)) : objects(model, value, depth);
    return growing("ul", value, (item) => h("li", null, full(model, item, format, depth + 1)), { class: "plain" });
  }
  if (isObject(value)) {
    const names = Object.keys(value);
    if (names.length === 0) return h("span", { class: "none" }, "empty");
    if (depth > 2) return demand(summary(value), () => full(model, value, format, 0));
    return definitions(model, names.map((name) => ({ label: model.label(name), value: value[name], path: name })), depth);
  }
  return value === undefined || value === null || value === "" ? cell(value) : scalar(value, format);
}

export interface Definition {
  label: string;
  value: Json | undefined;
  format?: string;
  path?: string;
  wrap?: (content: Child) => Child;
}

export function definitions(model: Model, list: Definition[], depth = 0): HTMLElement {
  return growing(
    "dl",
    list,
    ({ label, value, format, path, wrap }) => {
      const content = full(model, value, format, depth + 1);
      return h("div", { data: { path } }, h("dt", null, foreign(label)), h("dd", null, wrap ? wrap(content) : content));
    },
    { class: depth ? "nested" : "detail" },
  );
}

// objects is a list of things as a table inside a detail.
function objects(model: Model, list: { [name: string]: Json }[], depth: number): HTMLElement {
  const columns = columnsOf(list).slice(0, 8);
  const head = h("tr", null, ...columns.map((c) => h("th", { scope: "col" }, foreign(model.label(c.path)))));
  const body = growing("tbody", list, (item) => h("tr", null, ...columns.map((c) => h("td", null, depth > 0 ? cell(at(item, c.path)) : nested(model, item[c.path], depth)))));
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table" }, h("table", { class: "inner" }, h("thead", null, head), body));
}

function nested(model: Model, value: Json | undefined, depth: number): Child {
  return typeof value === "object" && value !== null ? demand(textOf(cell(value)), () => full(model, value, undefined, depth + 1)) : cell(value);
}

function textOf(child: Child): string {
  return child instanceof Node ? (child.textContent ?? "") : child || "";
}

function demand(title: string, build: () => Child): HTMLElement {
  const details = h("details", { class: "open" }, h("summary", null, foreign(title)));
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(h("div", null, build())), { once: true });
  return details;
}

// growing draws the first of many children, and a button for the rest.
export function growing<T, K extends keyof HTMLElementTagNameMap>(tag: K, list: T[], draw: (item: T, index: number) => HTMLElement, props?: Parameters<typeof h>[1], step = first): HTMLElementTagNameMap[K] {
  const parent = h(tag, props);
  let shown = 0;
  const more = () => {
    const next = list.slice(shown, shown + step).map((item, i) => draw(item, shown + i));
    parent.append(...next);
    shown += next.length;
    if (shown >= list.length) return;
    const ask = button(`Show more (${list.length - shown} left)`, () => {
      holder.remove();
      const at = parent.children.length;
      more();
      const target = parent.children[at];
      if (target instanceof HTMLElement) {
        target.tabIndex = -1;
        target.focus();
      }
    }, { class: "add" });
    const holder = tag === "tbody" ? h("tr", null, h("td", { colspan: "100" }, ask)) : tag === "ul" ? h("li", null, ask) : tag === "dl" ? h("div", null, h("dt", { class: "unseen" }, "More"), h("dd", null, ask)) : h("div", null, ask);
    parent.append(holder);
  };
  more();
  return parent;
}

// columnsOf reads the columns from the rows themselves, plain values first.
export function columnsOf(rows: Json[]): Column[] {
  const seen = new Map<string, boolean>();
  for (const row of rows.slice(0, 20)) {
    if (!isObject(row)) continue;
    for (const [name, value] of Object.entries(row)) {
      const plain = typeof value !== "object" || value === null;
      seen.set(name, (seen.get(name) ?? true) && plain);
    }
  }
  const names = [...seen].sort((a, b) => Number(b[1]) - Number(a[1])).map(([name]) => name);
  return names.slice(0, 8).map((path) => ({ path }));
}

export function jsonText(value: Json): string {
  return stringify(value, 2);
}
