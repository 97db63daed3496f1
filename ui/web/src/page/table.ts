// The table of a list, with the links of its rows and the way to more rows.
import type { Column, Json, Link, View } from "../core/plan";
import type { Answer } from "../core/answer";
import { at, isObject } from "../core/json";
import { complete, follow, hrefOf, type Query } from "../core/link";
import { turn } from "../core/paging";
import type { App } from "./app";
import { remove } from "./confirm";
import { fit } from "./fit";
import { popup } from "./popup";
import { button, type Child, foreign, h, link } from "./dom";
import { cell, columnsOf, growing } from "./value";

export interface ListState {
  view: View;
  query: Query; // the inputs of the list
  size: number; // rows asked for, 0 where the server decides
  go(query: Query): void;
  again(): void;
}

// rowsOf finds the list in an answer: where the plan says, or, where the answer
// is not as described, the only list in it.
export function rowsOf(view: View, answer: Json): Json[] | undefined {
  const found = at(answer, view.rows ?? "");
  if (Array.isArray(found)) return found;
  if (Array.isArray(answer)) return answer;
  if (!isObject(answer)) return undefined;
  const lists = Object.values(answer).filter((v): v is Json[] => Array.isArray(v));
  return (view.kind === "list" || view.kind === "search") && lists.length === 1 ? lists[0] : undefined;
}

export function table(app: App, answer: Answer, rows: Json[], state: ListState): HTMLElement {
  const { view } = state;
  const pager = paging(answer.json!, rows, state);
  if (rows.length === 0) {
    return h("div", null, h("p", { class: "empty" }, "Nothing here yet, or nothing matches."), pager);
  }
  const things = rows.every(isObject);
  const declared = (view.columns ?? []).filter((c) => rows.some((row) => at(row, c.path) !== undefined));
  const columns: Column[] = !things ? [{ path: "", label: "Value" }] : declared.length ? declared : columnsOf(rows);
  const links = (view.links ?? []).filter((l) => app.model.place(l.operation));
  const buttons = links.filter((l) => !columns.some((c) => c.path === l.field && l.field !== undefined && l.field !== ""));
  const figures = columns.map((c) => !c.format && rows.some((row) => isFigure(at(row, c.path))));
  let shown = columns.length; // as many as there is room for
  const head = h(
    "tr",
    null,
    ...columns.map((c, i) => h("th", { scope: "col", class: figures[i] ? "number" : undefined }, foreign(c.label || (c.path ? app.model.label(c.path.slice(c.path.lastIndexOf(".") + 1)) : "Value")))),
    buttons.length ? h("th", { scope: "col" }, h("span", { class: "unseen" }, "Actions")) : undefined,
  );
  const body = growing("tbody", rows, (row) =>
    h(
      "tr",
      null,
      ...columns.map((c, i) => {
        const value = at(row, c.path);
        const content = cell(value, c.format);
        return h("td", { class: figures[i] ? "number" : undefined, hidden: i >= shown, data: { path: c.path } }, linked(app, links.find((l) => l.field === c.path && c.path !== ""), row, state.query, content, i === 0));
      }),
      buttons.length ? h("td", { class: "actions" }, ...rowActions(app, buttons, row, state, name(row, columns))) : undefined,
    ),
  );
  const box = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${view.title}, table` }, h("table", { data: { operation: view.operation } }, h("thead", null, head), body));
  const more = fit(box, columns.length, (n) => {
    shown = n;
    for (const row of [head, ...body.rows]) {
      for (let i = 0; i < columns.length && row.cells.length > 1; i++) row.cells[i]!.hidden = i >= shown;
    }
  });
  return h("div", { class: "list" }, box, more, pager);
}

function isFigure(value: Json | undefined): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

// rowActions are a way to edit, one to delete, and a menu for what else there
// is: a row has no room for more.
function rowActions(app: App, links: Link[], row: Json, state: ListState, what: string): Child[] {
  const kindOf = (l: Link) => app.model.place(l.operation)!.view.kind;
  const updates = links.filter((l) => kindOf(l) === "update");
  const edit = updates.find((l) => app.model.place(l.operation)!.operation.method === "PATCH") ?? updates[0];
  const erase = links.find((l) => kindOf(l) === "delete");
  const rest = links.filter((l) => l !== edit && l !== erase);
  const menu = rest.map((l) => action(app, l, row, state, what)).filter((c): c is HTMLElement => c instanceof HTMLElement);
  return [
    edit && action(app, edit, row, state, what, "Edit"),
    erase && action(app, erase, row, state, what, "Delete"),
    menu.length ? popup("More", what ? `More: ${what}` : "More", menu) : undefined,
  ];
}

// name tells rows apart for who hears the buttons instead of seeing them.
function name(row: Json, columns: Column[]): string {
  const value = columns.length ? at(row, columns[0]!.path) : undefined;
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}

export function linked(app: App, target: Link | undefined, item: Json, inputs: Query, content: Child, strong = false): Child {
  const place = target && app.model.place(target.operation);
  const query = place && follow(target, place.operation, item, inputs);
  if (!query || !(content instanceof HTMLElement)) return content;
  if (content.tagName === "A") return content; // a link of its own
  return link(content, hrefOf("op", target!.operation, query), { class: strong ? "strong" : undefined, data: { operation: target!.operation } });
}

// action is a link with a button of its own. Deleting asks and acts in place.
export function action(app: App, target: Link, item: Json, state: { query: Query; again(): void }, what: string, brief?: string): Child {
  const place = app.model.place(target.operation);
  const query = place && follow(target, place.operation, item, state.query);
  if (!place || !query) return undefined;
  const title = brief ?? (target.title || place.view.title);
  const props = { "aria-label": what ? `${title}: ${what}` : title, data: { operation: target.operation, kind: place.view.kind } };
  if (place.view.kind === "delete" && complete(place.operation, query)) {
    return button(title, () => remove(app, place, query, what, state.again), { ...props, class: "danger quiet" });
  }
  return link(foreign(title), hrefOf("op", target.operation, query), { ...props, class: "button quiet" });
}

function paging(answer: Json, rows: Json[], { view, query, size, go }: ListState): Child {
  const page = view.page;
  if (!page) return h("div", { class: "pager" }, h("p", { class: "muted" }, `${rows.length} ${rows.length === 1 ? "row" : "rows"}`));
  const now = query.get(page.param) ?? "";
  const { next, previous, total, from, page: number } = turn(page, answer, rows, now, size);
  const to = (value: string | undefined) => {
    const copy = new Map(query);
    const start = page.style === "page" ? String(page.first ?? 0) : page.style === "offset" ? "0" : "";
    if (value === undefined || value === start || value === "") copy.delete(page.param);
    else copy.set(page.param, value);
    go(copy);
  };
  const words = [
    number !== undefined && number > 0 ? `Page ${number}` : "",
    from !== undefined && rows.length ? `rows ${from}–${from + rows.length - 1}` : `${rows.length} ${rows.length === 1 ? "row" : "rows"}`,
    total !== undefined ? `of ${total.toLocaleString("en")}` : "",
  ].filter(Boolean).join(", ").replace(", of", " of");
  const cursorBack = page.style === "cursor" && now !== "";
  return h(
    "nav",
    { class: "pager", "aria-label": "Pages" },
    h("p", { class: "muted" }, words.charAt(0).toUpperCase() + words.slice(1)),
    previous !== undefined ? button("Previous", () => to(previous)) : undefined,
    cursorBack ? button("Back to the first page", () => to("")) : undefined,
    next !== undefined ? button("Next", () => to(next)) : undefined,
  );
}
