// The screen of a resource: its list, and the way to everything else it has.
import type { Place } from "../core/model";
import type { Resource } from "../core/plan";
import { asks } from "../core/auth";
import { complete, hrefOf, type Query } from "../core/link";
import type { App } from "./app";
import { count, short } from "../core/text";
import { foreign, h, icon, link } from "./dom";
import { operationPart } from "./operation";
import { prose } from "./prose";

export function resourcePage(app: App, resource: Resource, query: Query): HTMLElement {
  const places = app.model.placesOf(resource);
  const lists = places.filter((p) => p.view.kind === "list" && !p.operation.webhook);
  const list = lists.find((p) => complete(p.operation, new Map())) ?? lists.find((p) => complete(p.operation, query)) ?? undefined;
  const primary = places.filter((p) => p !== list && !p.operation.webhook && free(p) && (p.view.kind === "create" || p.view.kind === "search")).slice(0, 4);
  primary.sort((a, b) => Number(b.view.kind === "create") - Number(a.view.kind === "create"));
  return h(
    "article",
    { data: { resource: resource.id } },
    resource.group ? h("p", { class: "crumbs" }, foreign(resource.group)) : undefined,
    h(
      "div",
      { class: "title" },
      h("h1", { tabindex: "-1" }, foreign(resource.title)),
      primary.length ? h("div", { class: "tools" }, ...primary.map((p, i) => opener(p, i === 0 && p.view.kind === "create"))) : undefined,
    ),
    resource.description ? prose(resource.description) : undefined,
    list ? operationPart(app, list, query, "r") : undefined,
    everything(places, list),
  );
}

// free says that nothing but a body is needed to begin.
function free({ operation }: Place): boolean {
  return (operation.parameters ?? []).every((p) => p.in !== "path");
}

function opener({ operation, view }: Place, first: boolean): HTMLElement {
  const anchor = link(foreign(view.title), hrefOf("op", operation.id), { class: first ? "button primary" : "button", data: { operation: operation.id, kind: view.kind } });
  if (view.kind === "create") anchor.prepend(icon("plus"));
  return anchor;
}

function everything(places: Place[], list: Place | undefined): HTMLElement {
  const rows = places.map(({ operation, view }) =>
    h(
      "li",
      null,
      link(foreign(view.title), hrefOf("op", operation.id), { data: { operation: operation.id, kind: view.kind } }),
      h("span", { class: "marks" }, h("code", { class: "method", data: { method: operation.method } }, operation.method), h("code", { class: "path" }, foreign(operation.path)), operation.webhook ? h("span", { class: "badge" }, "Webhook") : undefined, operation.deprecated ? h("span", { class: "badge warn" }, "Deprecated") : undefined, asks(operation) ? locked() : undefined),
    ),
  );
  const title = `All operations (${places.length})`;
  const items = h("ul", { class: "operations" }, ...rows);
  return list ? h("details", { class: "everything" }, h("summary", null, title), items) : h("section", { class: "everything" }, h("h2", null, title), items);
}

function locked(): HTMLElement {
  const mark = h("span", { class: "lockmark", title: "Needs sign-in" }, h("span", { class: "unseen" }, "needs sign-in"));
  mark.prepend(icon("lock"));
  return mark;
}

// homePage is where the page begins: what the API is, and its resources.
export function homePage(app: App): HTMLElement {
  const { model } = app;
  const text = model.app.description || model.api.description;
  return h(
    "article",
    { data: { page: "home" } },
    h("h1", { tabindex: "-1" }, foreign(model.app.title || model.api.title || "API")),
    h("p", { class: "muted" }, `${model.api.version ? `Version ${model.api.version} · ` : ""}${count(model.app.resources.length, "resource")} · ${count(model.api.operations.length, "operation")}`),
    text ? prose(text) : undefined,
    ...grouped(model.app.resources).flatMap(([group, members]) => [group ? h("h2", null, foreign(group)) : undefined, cards(members)]),
  );
}

function cards(resources: Resource[]): HTMLElement {
  return h(
    "ul",
    { class: "cards" },
    ...resources.map((resource) =>
      h(
        "li",
        null,
        link(foreign(resource.title), hrefOf("r", resource.id), { data: { resource: resource.id } }),
        resource.description ? h("span", { class: "about" }, foreign(short(resource.description, 110))) : undefined,
        h("span", { class: "muted" }, count(resource.views.length, "operation")),
      ),
    ),
  );
}

// grouped keeps the order of the plan, and puts neighbours of one group
// together.
function grouped(resources: Resource[]): [string, Resource[]][] {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const group = resource.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), resource]);
  }
  return [...groups].sort((a, b) => Number(a[0] !== "") - Number(b[0] !== ""));
}
