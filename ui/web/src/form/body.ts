// The body of an operation, as a form or as JSON.
import type { Field, Json, MediaType, Operation, View } from "../core/plan";
import type { Model } from "../core/model";
import type { Inputs } from "../core/request";
import { isObject } from "../core/json";
import { family } from "../core/media";
import { button, fill, h } from "../page/dom";
import { prose } from "../page/prose";
import { type Context, type Control, type Options, scalarText, shell } from "./control";
import { jsonControl } from "./json";
import { isFile, make } from "./make";
import { fileControl, textControl } from "./scalar";

export interface BodyPart {
  element: HTMLElement;
  get(masked?: boolean): Inputs["body"];
  set(value: Json | undefined): void;
  check(): HTMLElement | undefined;
}

// bodyPart shows the body as a form, or as JSON, in each type that it may have.
export function bodyPart(model: Model, op: Operation, view: View, defaults: boolean): BodyPart {
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
      raw = jsonControl(model.book.flat(undefined), { name: "", label: "Body as JSON", required }, { model, files: false, loose: false, defaults: false, writing: true, depth: 0 });
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
  const context: Context = { model, files, loose: kind === "form", defaults, writing: true, depth: 0 };
  const options: Options = { name: "", label: flat.title || "Body", help: undefined, required };
  if (kind === "binary" || kind === "image") return fileControl({ ...options, label: "File" }, false, media.type.includes("/") ? media.type : undefined);
  if (kind === "text") return isFile(flat, { ...context, files: true }) ? fileControl({ ...options, label: "File" }, false, media.type) : textControl({ ...flat, types: ["string"], enum: undefined }, { ...options, placeholder: scalarText(media.examples?.[0]?.value) }, context, "textarea");
  if (kind === "lines") return jsonControl(flat, { ...options, help: "A list in JSON; it is sent as one line for each item." }, context);
  if (!media.schema) return jsonControl({ ...flat, examples: media.examples?.map((e) => e.value) }, options, context);
  return make(flat, options, context, fields);
}
