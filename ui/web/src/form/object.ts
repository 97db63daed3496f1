// Controls of objects.
import type { Field, Json, Schema } from "../core/plan";
import type { Flat } from "../core/schema";
import { undescribed } from "../core/fill";
import { own, put } from "../core/json";
import { button, fill, foreign, h } from "../page/dom";
import { type Context, type Control, deeper, frame, type Options } from "./control";
import { jsonControl } from "./json";
import { mapControl } from "./lists";
import { make } from "./make";

// objectFields are the properties of an object without a frame around them.
// Fields order and word them; what no field names follows.
export function objectFields(flat: Flat, context: Context, fields: Field[] = []): Control {
  const { model } = context;
  const parts: { name: string; control: Control }[] = [];
  const main = h("div", { class: "fields" });
  const folded = h("div", { class: "fields" });
  const known = new Map(fields.map((f) => [f.name, f]));
  const names = [...new Set([...fields.map((f) => f.name), ...flat.properties.keys()])].filter((name) => flat.properties.has(name));
  const required = new Set(flat.required ?? []);
  const optional = names.filter((name) => !required.has(name)).length;
  // Deep objects with very many options show what is needed, and the rest on demand.
  const fold = context.depth > 0 && optional > 10;
  for (const name of names) {
    const inner = model.book.flat(flat.properties.get(name));
    if ((context.writing && inner.readOnly) || inner.never) continue;
    const field = known.get(name);
    const options: Options = {
      name,
      label: field?.label || model.label(name),
      help: field?.help || inner.description,
      required: required.has(name),
      widget: field?.widget,
    };
    const control = make(inner, options, deeper(context));
    parts.push({ name, control });
    (field?.advanced || (fold && !options.required) ? folded : main).append(control.element);
  }
  const rest = mapSchema(flat);
  const more = rest ? mapControl(rest, { name: "", label: flat.properties.size ? "More properties" : "Entries", required: false }, context, new Set(flat.properties.keys())) : undefined;
  let kept: [name: string, value: Json][] = []; // members that no input shows
  const keeps = h("p", { class: "help", hidden: true });
  const element = h("div", null, main, folded.children.length ? h("details", { class: "more" }, h("summary", null, "More fields"), folded) : undefined, more?.element, keeps);
  return {
    element,
    get(masked) {
      const out: object = more?.get(masked) ?? {};
      const value = {};
      for (const part of parts) {
        const inner = part.control.get(masked);
        if (inner !== undefined) put(value, part.name, inner);
      }
      for (const [name, inner] of [...Object.entries(out), ...kept]) put(value, name, inner);
      return value;
    },
    set(value) {
      for (const part of parts) part.control.set(own(value, part.name));
      const others = undescribed(flat, value);
      if (more) return more.set(others.length ? Object.fromEntries(others) : undefined);
      kept = others;
      keeps.hidden = kept.length === 0;
      fill(keeps, "Sent as it is: ", foreign(kept.slice(0, 8).map(([name]) => name).join(", ") + (kept.length > 8 ? " …" : "")));
    },
    check() {
      const first = [...parts.map((part) => part.control.check()), more?.check()].find((e) => e);
      const details = first?.closest("details");
      if (details) details.open = true;
      return first;
    },
  };
}

// mapSchema is what further properties look like, where the form offers them.
function mapSchema(flat: Flat): Schema | undefined {
  const schema = flat.additionalProperties ?? flat.patternProperties?.[0]?.schema;
  if (!schema || schema.never) return undefined;
  return flat.properties.size > 0 && Object.keys(schema).length === 0 ? undefined : schema;
}

export function objectControl(flat: Flat, options: Options, context: Context): Control {
  if (flat.properties.size === 0 && !mapSchema(flat)) return jsonControl(flat, options, context, "an object");
  const wait = !options.required || context.depth > 4;
  return wait ? onDemand(options, () => framed(options, objectFields(flat, context))) : framed(options, objectFields(flat, context));
}

function framed(options: Options, inner: Control): Control {
  return { ...inner, element: frame(options, inner.element).element };
}

// onDemand builds a control when it is asked for: the way out of schemas that
// contain themselves.
function onDemand(options: Options, build: () => Control): Control {
  const element = h("div", { class: "ondemand", data: { field: options.name || undefined } });
  let inner: Control | undefined;
  const close = () => {
    inner = undefined;
    const add = button(`Add ${lower(options.label)}`, () => open()?.querySelector<HTMLElement>("input,select,textarea,button")?.focus(), { class: "add" });
    fill(element, add);
  };
  const open = () => {
    inner = build();
    const remove = button(`Remove ${lower(options.label)}`, () => {
      close();
      element.querySelector("button")?.focus();
    }, { class: "remove" });
    fill(element, inner.element, remove);
    return inner.element;
  };
  close();
  return {
    element,
    get: (masked) => inner?.get(masked),
    set(value) {
      if (value === undefined || value === null) close();
      else {
        open();
        inner?.set(value);
      }
    },
    check() {
      if (inner || !options.required) return inner?.check();
      return element.querySelector("button") ?? undefined;
    },
  };
}

function lower(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
