// The screen of one operation: its form, the call, and the answer.
import type { Json, Operation } from "../core/plan";
import type { Place } from "../core/model";
import type { Answer } from "../core/answer";
import { given } from "../core/address";
import { asks, needOf } from "../core/auth";
import { at, changes, isObject, own, put, stringify } from "../core/json";
import { complete, hrefOf, type Query, queryName } from "../core/link";
import { fillable } from "../core/fill";
import { essence, family } from "../core/media";
import { type Inputs, paramKey } from "../core/request";
import { short } from "../core/text";
import { type Form, makeForm } from "../form/form";
import type { App, Called } from "./app";
import { ask, question } from "./confirm";
import { documentation } from "./docs";
import { button, type Child, fill, foreign, h, icon, link } from "./dom";
import { next } from "./next";
import { prose } from "./prose";
import { known, result } from "./result";

export function operationPage(app: App, place: Place, query: Query): HTMLElement {
  const { operation, view, resource } = place;
  const crumbs = h("nav", { "aria-label": "Where you are", class: "crumbs" }, link(foreign(resource.title), hrefOf("r", resource.id)));
  const heading = h("h1", { tabindex: "-1" }, foreign(view.title));
  // A thing that is shown is called by its name; what was done to see it comes second.
  const named = (name: string) => {
    fill(heading, foreign(short(name, 120)));
    crumbs.append(" / ", foreign(view.title));
  };
  const marks: Child[] = [h("code", { class: "method", data: { method: operation.method } }, operation.method), h("code", { class: "path" }, foreign(operation.path))];
  if (operation.deprecated) marks.push(h("span", { class: "badge warn" }, "Deprecated"));
  if (asks(operation)) marks.push(lock(app, operation));
  return h(
    "article",
    { data: { operation: operation.id, kind: view.kind, resource: resource.id } },
    crumbs,
    heading,
    h("p", { class: "marks" }, ...marks),
    view.help || operation.description || operation.summary ? prose(view.help || operation.description || operation.summary || "") : undefined,
    operation.webhook ? documentation(app, operation) : operationPart(app, place, query, "op", named),
    operation.callbacks?.length && !operation.webhook ? h("section", { class: "callbacks" }, h("h2", null, "Callbacks"), ...operation.callbacks.map((callback) => documentation(app, callback))) : undefined,
  );
}

function lock(app: App, operation: Operation): HTMLElement {
  const mark = button("", () => app.openAuth(operation));
  const draw = () => {
    const open = signedIn(app, operation);
    mark.className = open ? "lock open" : "lock";
    fill(mark, icon("lock"), open ? "Signed in" : "Needs sign-in");
  };
  draw();
  app.onSession(draw);
  return mark;
}

function signedIn(app: App, operation: Operation): boolean {
  return needOf(operation, app.model.api.securitySchemes, app.session.credentials).missing.length === 0;
}

// operationPart is the working part of the screen. It stands alone on the page
// of the operation, and on its resource's page where it is the list.
export function operationPart(app: App, place: Place, query: Query, home: "op" | "r", named?: (name: string) => void): HTMLElement {
  const { operation, view } = place;
  const listed = view.kind === "list" || view.kind === "search";
  const safe = ["GET", "HEAD", "QUERY"].includes(operation.method);
  const reading = safe && (listed || view.kind === "detail" || pictured(operation));
  const ready = complete(operation, query);
  const auto = reading && ready && (view.kind !== "search" || query.size > 0);

  const fixed = (operation.parameters ?? []).filter((p) => p.in === "path" && query.get(queryName(operation, p)));
  const skip = new Set(fixed.map(paramKey));
  if (listed && view.page) for (const p of operation.parameters ?? []) if (p.in === "query" && p.name === view.page.param) skip.add(paramKey(p));
  const form = makeForm(app.model, operation, view, { skip, query, defaults: !(operation.method === "PATCH" && !view.prefill) });

  const answer = h("div", { class: "answer" });
  let running: AbortController | undefined;
  let refused = false; // for want of credentials
  let before: unknown; // the body as it was filled in from the API
  let missed = ""; // the empty form, where it could not be filled in
  const load = async () => {
    before = await prefill(app, place, query, form, sheet, answer);
    missed = before === undefined ? stringify(form.bodyValue() ?? null) : "";
  };

  // Not everything can be kept in the address: a request with a body or a secret
  // is asked for the next rows as it was sent.
  const linkable = () => reading && !operation.body && !form.hasSecret();
  let turned = query; // where in the rows the list is
  let sent: { inputs: Inputs; hidden: Inputs } | undefined;
  const withGiven = (inputs: Inputs, from: Query): Inputs => {
    const params = new Map(inputs.params);
    for (const [key, value] of given(app.model.book, operation, from)) if (skip.has(key)) params.set(key, value);
    return { ...inputs, params };
  };
  const go = (to: Query) => {
    if (!linkable() && sent) {
      turned = to;
      return void run(sent);
    }
    const id = home === "op" ? operation.id : place.resource.id;
    const href = hrefOf(home, id, to);
    if (location.hash === href) app.render();
    else location.hash = href;
  };
  const run = async (again?: typeof sent) => {
    running?.abort();
    const mine = (running = new AbortController());
    const inputs = again?.inputs ?? onlyChanges(operation, app, form.inputs(), before);
    if (inputs === "same") {
      fill(answer, h("p", { class: "notice" }, "Nothing has changed, so nothing was sent."));
      return;
    }
    const masked = again?.hidden ?? onlyChanges(operation, app, form.inputs(true), before);
    const hidden = masked === "same" ? inputs : masked;
    sent = { inputs, hidden };
    if (!again) turned = query;
    fill(answer, h("p", { class: "loading", role: "status" }, h("span", { class: "spinner", "aria-hidden": "true" }), "Waiting for the answer… ", button("Cancel", () => mine.abort(), { class: "quiet" })));
    const called = await app.call(operation, withGiven(inputs, turned), withGiven(hidden, turned), mine.signal);
    if (mine !== running) return;
    refused = called.answer?.status === 401 || called.answer?.status === 403;
    show(called);
  };
  const show = (called: Called) => {
    if (!called.answer) {
      fill(answer, h("div", { class: called.cancelled ? "notice" : "notice bad", role: "alert" }, h("p", null, called.failure)));
      return;
    }
    const again = () => (linkable() ? app.render() : void run(sent));
    const state = { view, query: turned, size: sizeOf(place, form, turned), go, again, shown: called.shown };
    const shown = result(app, place, called.answer, state);
    fill(answer, !safe && called.answer.ok ? success(app, place, called.answer, query) : undefined, shown);
    const name = view.kind === "detail" && called.answer.ok && view.columns?.[0] ? at(called.answer.json as Json | undefined, view.columns[0].path) : undefined;
    if (typeof name === "string" && name.trim()) {
      named?.(name);
      named = undefined; // once: asking again shows the same thing
    }
    if (!safe) answer.querySelector<HTMLElement>(".notice")?.focus();
    if (listed && called.answer.ok) app.say("The list is loaded.");
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const bad = form.check();
    if (bad) {
      bad.focus();
      app.say("Something in the form needs another look.", "bad");
      return;
    }
    if (linkable()) {
      const to = form.query();
      for (const p of fixed) to.set(queryName(operation, p), query.get(queryName(operation, p))!);
      return go(to);
    }
    const text = question(place);
    if (text && !(await ask(text, view.submit || view.title, view.kind === "delete"))) return;
    await run();
  };

  const send = h("button", { type: "submit", class: view.kind === "delete" ? "danger primary" : "primary", data: { operation: operation.id, submit: "yes" } }, view.submit || (reading ? "Show" : "Send"));
  const hint = h("p", { class: "help" }, "This needs you to sign in. ", button("Sign in", () => app.openAuth(operation), { class: "quiet" }));
  hint.hidden = signedIn(app, operation);
  const sheet = h(
    "form",
    { novalidate: true, class: "sheet", "aria-label": view.title, on: { submit: (event) => void submit(event) } },
    form.empty ? undefined : form.element,
    hint,
    h("div", { class: "tools" }, send),
  );
  const chips = fixed.length ? h("div", { class: "given" }, known(new Map(fixed.map((p) => [app.model.label(p.name), query.get(queryName(operation, p))!]))), link("Change", hrefOf("op", operation.id))) : undefined;
  const element = h("div", { class: "part", data: { operation: operation.id, kind: view.kind } }, chips);
  if (auto) {
    if (!form.empty) element.append(h("details", { class: "filters" }, h("summary", null, summary(listed, query, fixed.length, view.page?.param)), sheet));
    element.append(answer);
    void run();
  } else {
    element.append(sheet, answer);
    const pathsKnown = (operation.parameters ?? []).every((p) => p.in !== "path" || query.has(queryName(operation, p)));
    if (view.prefill && pathsKnown) void load();
  }
  app.onSession(() => {
    hint.hidden = signedIn(app, operation);
    if (auto) return void run();
    if (missed && stringify(form.bodyValue() ?? null) === missed) return void load();
    if (!refused) return;
    refused = false;
    fill(answer);
    send.focus();
  });
  return element;
}

// pictured says that an operation gives a picture and nothing else. Looking at
// one changes nothing, whatever the operation is called.
function pictured(operation: Operation): boolean {
  const types = (operation.responses ?? []).filter((r) => /^2/.test(r.status)).flatMap((r) => r.content ?? []).map((m) => m.type);
  return types.length > 0 && types.every((type) => family(type) === "image");
}

function summary(listed: boolean, query: Query, given: number, page?: string): string {
  const used = [...query.keys()].filter((name) => name !== page).length - given;
  return (listed ? "Filters" : "Options") + (used > 0 ? ` (${used} in use)` : "");
}

// prefill asks for the thing as it is, and fills the form with it.
async function prefill(app: App, place: Place, query: Query, form: Form, sheet: HTMLElement, answer: HTMLElement): Promise<unknown> {
  const source = app.model.place(place.view.prefill!);
  if (!source) return undefined;
  const params = given(app.model.book, source.operation, query);
  sheet.setAttribute("aria-busy", "true");
  fill(answer, h("p", { class: "loading", role: "status" }, h("span", { class: "spinner", "aria-hidden": "true" }), "Loading the present values…"));
  const called = await app.call(source.operation, { params });
  sheet.removeAttribute("aria-busy");
  if (called.answer?.ok && called.answer.json !== undefined) {
    fill(answer);
    const answers = source.operation.responses?.find((r) => /^2/.test(r.status) && r.content?.length)?.content;
    const described = answers?.find((m) => family(m.type) === "json") ?? answers?.[0];
    form.setBody(fillable(app.model.book, place.operation.body?.content?.[0]?.schema, described?.schema, called.answer.json));
    return form.bodyValue();
  }
  const why = called.answer ? `${called.answer.status} ${called.answer.statusText}` : called.failure;
  if (!called.failure || !("cancelled" in called && called.cancelled)) fill(answer, h("p", { class: "notice bad", role: "alert" }, "The present values could not be loaded: ", why ?? "", ". What you enter is sent as it is."));
  return undefined;
}

// onlyChanges keeps of a PATCH what the user changed. What the schema requires
// goes along.
function onlyChanges(operation: Operation, app: App, inputs: Inputs, before: unknown): Inputs | "same" {
  if (operation.method !== "PATCH" || !inputs.body || !isObject(before) || !isObject(inputs.body.value)) return inputs;
  const type = essence(inputs.body.type);
  const merging = type === "application/merge-patch+json";
  if (type !== "application/json" && !merging) return inputs;
  const after = inputs.body.value;
  const patch = changes(before, after, !merging);
  if (Object.keys(patch).length === 0) return "same";
  const media = operation.body?.content?.find((m) => m.type === inputs.body!.type);
  for (const name of app.model.book.flat(media?.schema).required ?? []) {
    const value = own(after, name);
    if (value !== undefined && !Object.hasOwn(patch, name)) put(patch, name, value);
  }
  return { ...inputs, body: { ...inputs.body, value: patch } };
}

// sizeOf is how many rows were asked for.
function sizeOf({ operation, view }: Place, form: Form, query: Query): number {
  const name = view.page?.size;
  if (!name) return 0;
  const param = operation.parameters?.find((p) => p.name === name && p.in === "query");
  const asked = form.inputs().params.get(`query:${name}`) ?? query.get(name) ?? param?.schema?.default;
  const size = Number(asked);
  return Number.isFinite(size) && size > 0 ? size : 0;
}

function success(app: App, place: Place, answer: Answer, query: Query): HTMLElement {
  const links = next(app.model, place, answer.json as Json | undefined, query);
  const { view } = place;
  const text = { create: "Created", update: "Saved", delete: "Deleted" }[view.kind] ?? "Done";
  return h(
    "div",
    { class: "notice good", role: "status", tabindex: "-1" },
    h("p", { class: "heading" }, `${text}.`),
    links.length ? h("p", { class: "tools" }, ...links.map(({ title, href }) => link(foreign(title), href, { class: "button" }))) : undefined,
  );
}
