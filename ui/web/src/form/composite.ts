// Controls of several inputs: objects, lists, maps, choices, and raw JSON.
import type { Field, Json, Schema } from "../core/plan";
import type { Flat, Variant } from "../core/schema";
import { isObject, own, parse, put, stringify } from "../core/json";
import { checkCount } from "../core/validate";
import { button, fill, h, newID } from "../page/dom";
import { type Context, type Control, deeper, frame, type Options, proposed, shell } from "./control";
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
  const element = h("div", null, main, folded.children.length ? h("details", { class: "more" }, h("summary", null, "More fields"), folded) : undefined, more?.element);
  return {
    element,
    get(masked) {
      const out: object = more?.get(masked) ?? {};
      const value = {};
      for (const part of parts) {
        const inner = part.control.get(masked);
        if (inner !== undefined) put(value, part.name, inner);
      }
      for (const [name, inner] of Object.entries(out)) put(value, name, inner);
      return value;
    },
    set(value) {
      for (const part of parts) part.control.set(own(value, part.name));
      more?.set(isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !flat.properties.has(name))) : undefined);
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

export function listControl(flat: Flat, options: Options, context: Context): Control {
  const { book } = context.model;
  const rows: { control: Control; element: HTMLElement }[] = [];
  const holder = h("div", { class: "items" });
  let had = false; // it was not empty: emptying it is a change
  const renumber = () => rows.forEach((row, i) => row.element.setAttribute("aria-label", `${options.label} ${i + 1}`));
  const add = (value?: Json) => {
    const index = rows.length;
    const inner = book.flat(flat.prefixItems?.[index] ?? flat.items);
    const control = make(inner, { name: "", label: `${options.label} ${index + 1}`, required: true, bare: true }, deeper(context));
    if (value !== undefined) control.set(value);
    const remove = button("Remove", () => {
      rows.splice(rows.findIndex((r) => r.control === control), 1);
      element.remove();
      renumber();
      adder.focus();
    }, { class: "remove", "aria-label": `Remove ${options.label} ${index + 1}` });
    const element = h("div", { class: "item", role: "group" }, control.element, remove);
    rows.push({ control, element });
    holder.append(element);
    renumber();
    return control;
  };
  const adder = button("Add", () => add().element.querySelector<HTMLElement>("input,select,textarea,button")?.focus(), { class: "add", "aria-label": `Add to ${options.label}` });
  const { element, say } = frame(options, holder, adder);
  const set = (value: Json | undefined) => {
    rows.length = 0;
    fill(holder);
    if (Array.isArray(value)) for (const item of value.slice(0, 500)) add(item);
    had = Array.isArray(value);
  };
  const start = proposed(flat, options, context);
  if (Array.isArray(start) && start.length) set(start);
  else if (options.required && context.depth < 4) for (let i = 0; i < Math.min(flat.minItems ?? 0, 5); i++) add();
  return {
    element,
    get(masked) {
      const values = rows.map((row) => row.control.get(masked)).filter((v) => v !== undefined);
      return values.length || options.required || had ? values : undefined;
    },
    set,
    check() {
      const first = rows.map((row) => row.control.check()).find((e) => e);
      const problem = rows.length || options.required ? checkCount(flat, rows.length) : undefined;
      say(problem);
      return first ?? (problem ? adder : undefined);
    },
  };
}

export function mapControl(schema: Schema, options: Options, context: Context, taken: Set<string> = new Set()): Control {
  const flat = context.model.book.flat(schema);
  const rows: { key: HTMLInputElement; control: Control; say(problem?: string): void }[] = [];
  const holder = h("div", { class: "items" });
  let had = false;
  const add = (name = "", value?: Json) => {
    const key = h("input", { type: "text", autocomplete: "off", dir: "auto" });
    key.value = name;
    const keyShell = shell({ name: "", label: "Name", required: true }, key);
    const control = make(flat, { name: "", label: "Value", required: true }, deeper(context));
    if (value !== undefined) control.set(value);
    const row = { key, control, say: keyShell.say };
    const remove = button("Remove", () => {
      rows.splice(rows.indexOf(row), 1);
      element.remove();
      adder.focus();
    }, { class: "remove", "aria-label": `Remove this entry of ${options.label}` });
    const element = h("div", { class: "item pair", role: "group", "aria-label": options.label }, keyShell.element, control.element, remove);
    rows.push(row);
    holder.append(element);
    return key;
  };
  const adder = button("Add", () => add().focus(), { class: "add", "aria-label": `Add to ${options.label}` });
  const { element } = frame(options, holder, adder);
  return {
    element,
    get(masked) {
      if (rows.length === 0 && !options.required && !had) return undefined;
      const value = {};
      for (const row of rows) if (row.key.value !== "") put(value, row.key.value, row.control.get(masked) ?? null);
      return value;
    },
    set(value) {
      rows.length = 0;
      fill(holder);
      if (isObject(value)) for (const [name, inner] of Object.entries(value).slice(0, 500)) add(name, inner);
      had = isObject(value) && Object.keys(value).length > 0;
    },
    check() {
      let first: HTMLElement | undefined;
      for (const row of rows) {
        const twice = rows.some((other) => other !== row && other.key.value === row.key.value);
        const problem = row.key.value === "" ? "Give it a name." : twice || taken.has(row.key.value) ? "This name is already used." : undefined;
        row.say(problem);
        first ??= (problem ? row.key : undefined) ?? row.control.check();
      }
      return first;
    },
  };
}

// choiceControl offers the variants of oneOf and anyOf. The rest of the schema
// is merged into the variant, so that what both share keeps its value.
export function choiceControl(flat: Flat, options: Options, context: Context, fields: Field[] = []): Control {
  const { book } = context.model;
  const group = flat.groups[0]!;
  const root = context.depth === 0;
  const select = h("select", { id: newID("in") }, h("option", { value: "" }, options.required ? "Choose…" : "Not set"));
  group.variants.forEach((variant, i) => select.append(h("option", { value: String(i), dir: "auto" }, variant.title)));
  const holder = h("div", { class: "variant" });
  const { element, say } = shell(options, select, holder);
  element.classList.add("choice");
  let inner: Control | undefined;
  const take = (variant: Variant | undefined) => {
    inner = undefined;
    fill(holder);
    if (!variant) return;
    const chosen = book.choose(flat, group, variant);
    const inside = root ? context : deeper(context);
    const plain = book.kind(chosen) === "object" && chosen.properties.size > 0;
    inner = plain ? objectFields(chosen, inside, root ? fields : []) : make(chosen, { ...options, help: undefined, widget: undefined, required: true, bare: true }, inside, fields);
    holder.append(inner.element);
  };
  const at = () => (select.value === "" ? undefined : group.variants[Number(select.value)]);
  select.addEventListener("change", () => {
    const before = inner?.get();
    say(undefined);
    take(at());
    if (isObject(before)) inner?.set(JSON.parse(stringify(before)) as Json);
  });
  const best = (value: Json): number => {
    const scores = group.variants.map((variant) => book.fits(book.choose(flat, group, variant), value));
    const top = Math.max(...scores);
    return top < 0 ? 0 : scores.indexOf(top);
  };
  const set = (value: Json | undefined) => {
    const none = value === undefined || (value === null && flat.nullable);
    select.value = none ? (options.required && value === undefined ? "0" : "") : String(best(value!));
    take(at());
    if (!none) inner?.set(value);
  };
  const start = proposed(flat, options, context);
  if (start !== undefined) set(start);
  else if (options.required && !flat.nullable && context.depth < 5) {
    select.value = "0";
    take(at());
  }
  return {
    element,
    get: (masked) => (inner ? inner.get(masked) : options.required && flat.nullable ? null : undefined),
    set,
    check() {
      const missing = !inner && options.required && !flat.nullable;
      say(missing ? "Choose one." : undefined);
      return missing ? select : inner?.check();
    },
  };
}

export function jsonControl(flat: Flat, options: Options, context: Context, kind = "JSON"): Control {
  const area = h("textarea", { rows: 4, class: "code", spellcheck: "false", autocomplete: "off" });
  const example = flat.examples?.[0];
  area.setAttribute("placeholder", example !== undefined ? stringify(example, 2).slice(0, 400) : kind === "an object" ? "{ }" : "JSON");
  const { element, say } = shell(options, area);
  const read = (): { value?: unknown; problem?: string } => {
    if (area.value.trim() === "") return {};
    try {
      const value = parse(area.value);
      return kind === "an object" && !isObject(value) ? { problem: "Write an object in JSON: { … }." } : { value };
    } catch (cause) {
      return { problem: `This is not JSON: ${(cause as Error).message}` };
    }
  };
  const set = (value: Json | undefined) => void (area.value = value === undefined ? "" : stringify(value, 2));
  const start = proposed(flat, options, context);
  if (start !== undefined) set(start);
  area.addEventListener("input", () => say(undefined));
  return {
    element,
    get: () => read().value,
    set,
    check() {
      const { value, problem } = read();
      const missing = options.required && value === undefined && !problem ? "This is needed." : undefined;
      say(problem ?? missing);
      return problem || missing ? area : undefined;
    },
  };
}

// checksControl picks several of few values.
export function checksControl(flat: Flat, values: Json[], options: Options, context: Context): Control {
  const boxes = values.map((value) => {
    const box = h("input", { type: "checkbox", id: newID("in") });
    return { value, box };
  });
  const { element, say } = frame(options, h("div", { class: "checks" }, ...boxes.map(({ value, box }) => h("span", { class: "tick" }, box, h("label", { for: box.id }, h("bdi", null, typeof value === "string" ? value : stringify(value)))))));
  let had = false;
  const set = (value: Json | undefined) => {
    const chosen = Array.isArray(value) ? value : [];
    for (const { value: v, box } of boxes) box.checked = chosen.some((c) => stringify(c) === stringify(v));
    had = Array.isArray(value);
  };
  const start = proposed(flat, options, context);
  if (start !== undefined) set(start);
  const get = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ value }) => value);
    return chosen.length || had || options.required ? chosen : undefined;
  };
  return {
    element,
    get,
    set,
    check() {
      const chosen = get();
      const problem = chosen ? checkCount(flat, chosen.length) : undefined;
      say(problem);
      return problem ? boxes[0]?.box : undefined;
    },
  };
}

