// The form of an operation: its parameters and its body.
import type { Field, Json, MediaType, Operation, Parameter, View } from "../core/plan";
import type { Model } from "../core/model";
import type { Inputs } from "../core/request";
import { isObject, parse, stringify } from "../core/json";
import { type Query, queryName } from "../core/link";
import { family } from "../core/media";
import { paramKey, ruledOut } from "../core/request";
import { button, fill, foreign, h } from "../page/dom";
import type { Context, Control, Options } from "./control";
import { prose } from "../page/prose";
import { jsonControl } from "./composite";
import { isFile, make } from "./make";
import { shell } from "./control";
import { fileControl, textControl } from "./scalar";

export interface Form {
  element: HTMLElement;
  inputs(masked?: boolean): Inputs;
  check(): HTMLElement | undefined;
  setBody(value: Json | undefined): void;
  bodyValue(): unknown;
  bodyType(): string | undefined;
  query(): Query; // the parameters as the page's address keeps them
  empty: boolean;
}

export interface FormOptions {
  skip?: Set<string>; // keys of parameters that are set elsewhere
  query: Query;
  defaults: boolean;
}

export function makeForm(model: Model, op: Operation, view: View, { skip, query, defaults }: FormOptions): Form {
  const fields = new Map((view.fields ?? []).map((f, i) => [`${f.in}:${f.name}`, { ...f, order: i }]));
  const order = (p: Parameter) => fields.get(paramKey(p))?.order ?? Number(p.in !== "path") * 1000 + 500;
  const shown = (op.parameters ?? []).filter((p) => !skip?.has(paramKey(p)));
  shown.sort((a, b) => order(a) - order(b));

  const controls: { param: Parameter; control: Control; secret: boolean }[] = [];
  const main = h("div", { class: "fields" });
  const folded = h("div", { class: "fields" });
  for (const param of shown) {
    const field = fields.get(paramKey(param));
    const out = ruledOut(param);
    if (out) {
      folded.append(h("p", { class: "help" }, foreign(param.name), ": ", out));
      continue;
    }
    const { control, secret } = paramControl(model, param, field, query.get(queryName(op, param)), defaults && !!op.body);
    controls.push({ param, control, secret });
    (field?.advanced && !param.required && !query.has(queryName(op, param)) ? folded : main).append(control.element);
  }
  const body = op.body?.content?.length ? bodyPart(model, op, view, defaults) : undefined;
  const element = h(
    "div",
    { class: "form" },
    main,
    body?.element,
    folded.children.length ? h("details", { class: "more" }, h("summary", null, "Advanced"), folded) : undefined,
  );
  return {
    element,
    empty: controls.length === 0 && !body && folded.children.length === 0,
    inputs(masked) {
      const params = new Map<string, unknown>();
      for (const { param, control } of controls) {
        const value = control.get(masked);
        if (value !== undefined && value !== null && value !== "") params.set(paramKey(param), value);
      }
      return { params, body: body?.get(masked) };
    },
    check() {
      const bad = [...controls.map(({ control }) => control.check()), body?.check()].find((e) => e);
      const details = bad?.closest("details");
      if (details) details.open = true;
      return bad;
    },
    setBody: (value) => body?.set(value),
    bodyValue: () => body?.get()?.value,
    bodyType: () => body?.get()?.type,
    query() {
      const out: Query = new Map();
      for (const { param, control, secret } of controls) {
        const value = control.get();
        if (value === undefined || value === null || value === "" || secret) continue;
        out.set(queryName(op, param), typeof value === "object" ? stringify(value) : String(value));
      }
      return out;
    },
  };
}

function paramControl(model: Model, param: Parameter, field: Field | undefined, given: string | undefined, defaults: boolean): { control: Control; secret: boolean } {
  const media = param.content?.[0];
  const flat = model.book.flat(param.schema ?? media?.schema);
  const required = !!param.required || param.in === "path";
  const options: Options = {
    name: param.name,
    label: field?.label || model.label(param.name),
    help: field?.help || param.description || flat.description,
    required,
    widget: field?.widget || undefined,
    placeholder: scalarText(param.examples?.[0]?.value),
  };
  const context: Context = { model, files: false, defaults: defaults || required, writing: false, depth: 1 };
  const secret = options.widget === "password" || flat.format === "password";
  let control: Control;
  if (media && family(media.type) !== "json" && family(media.type) !== "form") control = textControl(flat, options, context, "textarea");
  else if (media && !media.schema) control = jsonControl(flat, options, context);
  else control = make(flat, options, context);
  if (given !== undefined) control.set(readGiven(given, control, model.book.kind(flat)));
  return { control, secret };
}

function scalarText(value: Json | undefined): string | undefined {
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}

// readGiven turns a text of the page's address back into a value.
function readGiven(text: string, _control: Control, kind: string): Json {
  if (kind === "string") return text;
  try {
    const value = parse(text);
    if (kind === "array" && !Array.isArray(value)) return [value];
    return value;
  } catch {
    return kind === "array" ? text.split(",") : text;
  }
}

interface BodyPart {
  element: HTMLElement;
  get(masked?: boolean): Inputs["body"];
  set(value: Json | undefined): void;
  check(): HTMLElement | undefined;
}

// bodyPart shows the body as a form, or as JSON, in each type that it may have.
function bodyPart(model: Model, op: Operation, view: View, defaults: boolean): BodyPart {
  const types = op.body!.content!;
  const required = !!op.body!.required;
  const fields = (view.fields ?? []).filter((f) => f.in === "body");
  const holder = h("div");
  const select = h("select", null, ...types.map((m, i) => h("option", { value: String(i) }, m.type)));
  const choose = types.length > 1 ? shell({ name: "", label: "Send as", required: true }, select).element : undefined;
  const toggle = button("Edit as JSON", () => flip(), { class: "quiet", "aria-pressed": "false" });
  let control: Control;
  let raw: Control | undefined; // the JSON editor, while it is open
  const media = () => types[Number(select.value) || 0]!;

  const build = () => {
    control = bodyControl(model, media(), required, fields, defaults);
    raw = undefined;
    draw();
  };
  const draw = () => {
    toggle.setAttribute("aria-pressed", String(!!raw));
    toggle.textContent = raw ? "Edit as form" : "Edit as JSON";
    toggle.hidden = !editable(model, media()) || !!control.element.querySelector("input[type=file]");
    fill(holder, (raw ?? control).element);
  };
  const flip = () => {
    if (raw) {
      if (raw.check()) return;
      const value = raw.get();
      raw = undefined;
      control.set(value as Json | undefined);
    } else {
      raw = jsonControl(model.book.flat(undefined), { name: "", label: "Body as JSON", required }, { model, files: false, defaults: false, writing: true, depth: 0 });
      const area = raw.element.querySelector("textarea")!;
      area.rows = 14;
      const value = control.get();
      if (value !== undefined) raw.set(value as Json);
    }
    draw();
    holder.querySelector<HTMLElement>("input,select,textarea")?.focus();
  };
  select.addEventListener("change", () => {
    const before = (raw ?? control).get();
    build();
    if (isObject(before)) control.set(before);
  });
  build();
  return {
    element: h("div", { class: "body" }, op.body!.description ? prose(op.body!.description) : undefined, choose, holder, h("div", { class: "tools" }, toggle)),
    get(masked) {
      const value = (raw ?? control).get(masked);
      if (value === undefined || (!required && isObject(value) && Object.keys(value).length === 0)) return undefined;
      return { type: media().type, value };
    },
    set: (value) => (raw ?? control).set(value),
    check: () => {
      const current = raw ?? control;
      if (!required && !raw && empty(current.get())) return undefined;
      return current.check();
    },
  };
}

// empty says that nothing was filled in, not even a file or a switch.
function empty(value: unknown): boolean {
  if (value === undefined || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.every(empty);
  return isObject(value) && Object.values(value).every(empty);
}

function editable(model: Model, media: MediaType): boolean {
  const kind = family(media.type);
  return kind === "json" || (kind === "form" && model.book.kind(model.book.flat(media.schema)) === "object");
}

function bodyControl(model: Model, media: MediaType, required: boolean, fields: Field[], defaults: boolean): Control {
  const kind = family(media.type);
  const flat = model.book.flat(media.schema ?? media.itemSchema);
  const files = kind === "multipart" || kind === "binary" || kind === "image";
  const context: Context = { model, files, defaults, writing: true, depth: 0 };
  const options: Options = { name: "", label: flat.title || "Body", help: undefined, required };
  if (kind === "binary" || kind === "image") return fileControl({ ...options, label: "File" }, false, media.type.includes("/") ? media.type : undefined);
  if (kind === "text") return isFile(flat, { ...context, files: true }) ? fileControl({ ...options, label: "File" }, false, media.type) : textControl({ ...flat, types: ["string"], enum: undefined }, { ...options, placeholder: scalarText(media.examples?.[0]?.value) }, context, "textarea");
  if (kind === "lines") return jsonControl(flat, { ...options, help: "A list in JSON; it is sent as one line for each item." }, context);
  if (!media.schema) return jsonControl({ ...flat, examples: media.examples?.map((e) => e.value) }, options, context);
  return make(flat, options, context, fields);
}
