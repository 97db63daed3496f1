// What came back from a call, and the call itself.
import type { Json } from "../core/plan";
import type { Place } from "../core/model";
import { type Answer, fileName, problemOf, reason } from "../core/answer";
import { curl } from "../core/curl";
import { at, isObject } from "../core/json";
import type { Query } from "../core/link";
import { family } from "../core/media";
import type { Wire } from "../core/request";
import { bytes, duration } from "../core/text";
import type { App } from "./app";
import { button, type Child, fill, foreign, h, newID } from "./dom";
import { action, linked, type ListState, rowsOf, table } from "./table";
import { cell, definitions, full, jsonText, scalar } from "./value";

export interface ResultState extends ListState {
  shown?: Wire; // the request without secrets
}

export function result(app: App, place: Place, answer: Answer, state: ResultState): HTMLElement {
  const pictured = answer.ok ? picture(app, place, answer, state) : failure(app, place, answer);
  const panels: [string, () => Child][] = [["View", () => pictured]];
  if (answer.text !== undefined) panels.push([answer.json !== undefined ? "JSON" : "Text", () => raw(app, answer)]);
  panels.push(["Request", () => exchange(app, answer, state.shown)]);
  return h("section", { class: "result", "aria-label": "Answer", data: { status: String(answer.status) } }, tabs(panels, statusLine(answer)));
}

function statusLine(answer: Answer): HTMLElement {
  return h(
    "p",
    { class: "statusline" },
    h("span", { class: answer.ok ? "status good" : "status bad" }, `${answer.status} ${answer.statusText || reason(answer.status)}`.trim()),
    h("span", null, duration(answer.ms)),
    h("span", null, bytes(answer.blob.size)),
  );
}

function tabs(panels: [string, () => Child][], aside: HTMLElement): HTMLElement {
  const id = newID("tab");
  const panel = h("div", { role: "tabpanel", id: id + "-panel", tabindex: "-1", class: "panel" });
  const list = h("div", { role: "tablist", "aria-label": "Ways to see the answer", class: "tabs" });
  const choose = (index: number, focus: boolean) => {
    fill(panel, panels[index]![1]());
    [...list.children].forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === index));
      (tab as HTMLElement).tabIndex = i === index ? 0 : -1;
      if (i === index && focus) (tab as HTMLElement).focus();
    });
    panel.setAttribute("aria-labelledby", `${id}-${index}`);
  };
  panels.forEach(([title], i) => {
    const tab = button(title, () => choose(i, false), { role: "tab", id: `${id}-${i}`, "aria-controls": panel.id });
    tab.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (step) choose((i + step + panels.length) % panels.length, true);
    });
    list.append(tab);
  });
  choose(0, false);
  return h("div", null, h("div", { class: "tabbar" }, list, aside), panel);
}

function picture(app: App, place: Place, answer: Answer, state: ResultState): HTMLElement {
  if (answer.family === "empty") return h("p", { class: "empty" }, "Done. The answer has no content.");
  if (answer.family === "image") return picturedImage(answer);
  if (answer.json !== undefined) return picturedJSON(app, place, answer, state);
  if (answer.text !== undefined) return raw(app, answer);
  return download(answer);
}

function picturedJSON(app: App, place: Place, answer: Answer, state: ResultState): HTMLElement {
  const { view } = place;
  const value = answer.json!;
  const listed = view.kind === "list" || view.kind === "search";
  const rows = listed || Array.isArray(value) ? rowsOf(view, value) : undefined;
  if (rows) return table(app, answer, rows, state);
  if (!isObject(value)) return h("div", { class: "single" }, full(app.model, value));
  return detail(app, place, value, state);
}

// detail is one thing: its fields, and what can be done with it.
function detail(app: App, { view }: Place, value: { [name: string]: Json }, state: ResultState): HTMLElement {
  const links = (view.links ?? []).filter((l) => app.model.place(l.operation));
  const declared = (view.kind === "detail" ? (view.columns ?? []) : []).filter((c) => at(value, c.path) !== undefined);
  const columns = declared.length ? declared : Object.keys(value).map((path) => ({ path, label: "", format: undefined }));
  const buttons = links.filter((l) => !columns.some((c) => c.path === l.field));
  const again = () => {
    const { resource } = app.model.place(view.operation)!;
    location.hash = `#/r/${encodeURIComponent(resource.id)}`;
  };
  const actions = buttons.map((l) => action(app, l, value, { query: state.query, again }, "")).filter((c) => c);
  const list = definitions(
    app.model,
    columns.map((c) => {
      const target = links.find((l) => l.field === c.path);
      const inner = at(value, c.path);
      const plain = typeof inner !== "object" && inner !== undefined && inner !== "";
      return {
        label: c.label || app.model.label(c.path.slice(c.path.lastIndexOf(".") + 1)),
        value: inner,
        format: c.format,
        path: c.path,
        wrap: (content: Child) => (target && plain ? linked(app, target, value, state.query, scalar(inner as string, c.format)) : content),
      };
    }),
  );
  const rest = declared.length ? Object.keys(value).filter((name) => !declared.some((c) => c.path === name || c.path.startsWith(name + "."))) : [];
  return h(
    "div",
    null,
    actions.length ? h("div", { class: "tools actions", role: "group", "aria-label": "Actions" }, ...actions) : undefined,
    list,
    rest.length ? fold(`${rest.length} more ${rest.length === 1 ? "field" : "fields"}`, () => definitions(app.model, rest.map((name) => ({ label: app.model.label(name), value: value[name], path: name })))) : undefined,
  );
}

function fold(title: string, build: () => HTMLElement): HTMLElement {
  const details = h("details", { class: "more" }, h("summary", null, title));
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(build()), { once: true });
  return details;
}

function failure(app: App, place: Place, answer: Answer): HTMLElement {
  const { title, detail, fields } = problemOf(answer);
  const signIn = (answer.status === 401 || answer.status === 403) && app.model.api.securitySchemes.size > 0;
  return h(
    "div",
    { class: "notice bad", role: "alert" },
    h("p", { class: "heading" }, foreign(title)),
    detail ? h("p", { class: "long" }, foreign(detail)) : undefined,
    fields.length ? h("ul", null, ...fields.map(([name, text]) => h("li", null, name ? h("strong", null, foreign(name), ": ") : undefined, foreign(text)))) : undefined,
    signIn ? button("Sign in", () => app.openAuth(place.operation), { class: "primary" }) : undefined,
  );
}

const objectURLs = new Set<string>();

function objectURL(blob: Blob): string {
  const url = URL.createObjectURL(blob);
  objectURLs.add(url);
  return url;
}

// releaseURLs gives back the memory of files that were shown.
export function releaseURLs(): void {
  for (const url of objectURLs) URL.revokeObjectURL(url);
  objectURLs.clear();
}

function picturedImage(answer: Answer): HTMLElement {
  return h("figure", { class: "image" }, h("img", { src: objectURL(answer.blob), alt: "The image that the API sent" }), h("figcaption", null, download(answer)));
}

function nameOf(answer: Answer): string {
  const disposition = answer.headers.find(([name]) => name.toLowerCase() === "content-disposition")?.[1] ?? null;
  const ending = answer.type.split(";", 1)[0]!.split(/[/+]/).pop()?.replace(/[^a-z0-9]/gi, "");
  return fileName(disposition) ?? `answer${ending ? "." + ending : ""}`;
}

function download(answer: Answer): HTMLElement {
  const name = nameOf(answer);
  // Served as bytes, so that a hostile HTML or SVG is saved and never opened.
  const blob = new Blob([answer.blob], { type: "application/octet-stream" });
  return h("p", null, h("a", { href: objectURL(blob), download: name, class: "button" }, "Download ", foreign(name)), " ", h("span", { class: "muted" }, bytes(answer.blob.size)));
}

const page = 200_000; // characters of raw text drawn at once

function raw(app: App, answer: Answer): HTMLElement {
  const text = answer.json !== undefined && family(answer.type) !== "lines" ? jsonText(answer.json) : (answer.text ?? "");
  const pre = h("pre", { tabindex: "0", role: "region", "aria-label": "Raw answer", dir: "auto" }, text.slice(0, page));
  const more = text.length > page ? button("Show all", () => ((pre.textContent = text), more?.remove())) : undefined;
  return h("div", null, h("div", { class: "tools end" }, copyButton(app, "Copy", () => text), download(answer)), pre, more);
}

function copyButton(app: App, label: string, text: () => string): HTMLElement {
  return button(label, async () => {
    try {
      await navigator.clipboard.writeText(text());
      app.say("Copied.", "good");
    } catch {
      app.say("The browser did not allow copying. Select the text and copy it yourself.", "bad");
    }
  }, { class: "quiet" });
}

function exchange(app: App, answer: Answer, wire: Wire | undefined): HTMLElement {
  const command = wire ? curl(wire) : "";
  return h(
    "div",
    { class: "exchange" },
    wire ? h("h2", null, "Request") : undefined,
    wire ? h("p", { class: "address" }, h("code", null, wire.method), " ", h("code", { class: "long" }, foreign(wire.url))) : undefined,
    wire ? headerTable("Request headers", wire.headers) : undefined,
    wire && typeof wire.body === "string" ? h("pre", { tabindex: "0", role: "region", "aria-label": "Request body" }, wire.body.slice(0, page)) : undefined,
    wire && wire.body instanceof Blob ? h("p", { class: "muted" }, `Body of ${bytes(wire.body.size)}`) : undefined,
    wire ? h("div", { class: "tools" }, copyButton(app, "Copy as curl", () => command)) : undefined,
    h("h2", null, "Answer"),
    headerTable("Answer headers", answer.headers),
    h("p", { class: "help" }, "A browser shows a page only the headers that the API exposes to it."),
  );
}

function headerTable(label: string, headers: [string, string][]): Child {
  if (headers.length === 0) return h("p", { class: "muted" }, "No headers to show.");
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, h("table", { class: "inner" }, h("tbody", null, ...headers.map(([name, value]) => h("tr", null, h("th", { scope: "row" }, foreign(name)), h("td", { class: "long" }, foreign(value)))))));
}

// known is a query as a line of text: what a screen is about.
export function known(query: Query): Child {
  return query.size ? h("p", { class: "muted" }, ...[...query].map(([name, value]) => h("span", { class: "chip" }, foreign(name), ": ", cell(value)))) : undefined;
}
