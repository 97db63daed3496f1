// Controls of many values of one kind: lists, maps, and the picking of several.
import type { Json, Schema } from "../core/plan";
import type { Flat } from "../core/schema";
import { equal, isObject, put, stringify } from "../core/json";
import { checkCount } from "../core/validate";
import { button, fill, h, newID } from "../page/dom";
import { type Context, type Control, deeper, frame, type Options, proposed, shell } from "./control";
import { make } from "./make";

// shownAtOnce bounds the rows that are drawn: more would freeze the page.
const shownAtOnce = 200;

export function listControl(flat: Flat, options: Options, context: Context): Control {
  const { book } = context.model;
  const rows: { control: Control; element: HTMLElement; was?: Json }[] = [];
  let tail: Json[] = []; // what is not drawn yet; it stands before the row of that number
  let drawn = 0;
  let had = false; // it was not empty: emptying it is a change
  const holder = h("div", { class: "items" });
  const renumber = () =>
    rows.forEach((row, i) => {
      const number = i < drawn ? i + 1 : i + 1 + tail.length;
      row.element.setAttribute("aria-label", `${options.label} ${number}`);
      row.element.lastElementChild!.setAttribute("aria-label", `Remove ${options.label} ${number}`);
    });
  const add = (at: number, value?: Json) => {
    const index = at < drawn ? at : at + tail.length;
    const inner = book.flat(flat.prefixItems?.[index] ?? flat.items);
    const control = make(inner, { name: "", label: `${options.label} ${index + 1}`, required: true, bare: true }, deeper(context));
    if (value !== undefined) control.set(value);
    const element = h("div", { class: "item", role: "group" }, control.element, button("Remove", () => remove(row), { class: "remove" }));
    const row = { control, element, was: value };
    holder.insertBefore(element, rows[at]?.element ?? null);
    rows.splice(at, 0, row);
    return control;
  };
  const remove = (row: (typeof rows)[number]) => {
    const index = rows.indexOf(row);
    if (flat.prefixItems) {
      const rest = values(); // each place has a schema of its own
      rest.splice(index < drawn ? index : index + tail.length, 1);
      set(rest as Json[]);
    } else {
      rows.splice(index, 1);
      row.element.remove();
      if (index < drawn) drawn--;
      renumber();
    }
    adder.focus();
  };
  const adder = button("Add", () => {
    const control = add(rows.length);
    renumber();
    control.element.querySelector<HTMLElement>("input,select,textarea,button")?.focus();
  }, { class: "add", "aria-label": `Add to ${options.label}` });
  const more = button("", () => draw(), { class: "quiet" });
  const draw = () => {
    for (const item of tail.splice(0, shownAtOnce)) {
      add(drawn, item);
      drawn++;
    }
    more.hidden = tail.length === 0;
    more.textContent = `Show more (${tail.length.toLocaleString("en")} are not shown, and are kept)`;
    renumber();
  };
  const { element, say } = frame(options, holder, more, adder);
  const set = (value: Json | undefined) => {
    rows.length = drawn = 0;
    fill(holder);
    had = Array.isArray(value);
    tail = Array.isArray(value) ? [...value] : [];
    draw();
  };
  const values = (masked?: boolean): unknown[] => {
    const own = rows.map((row) => row.control.get(masked) ?? (row.was === null ? null : undefined));
    return [...own.slice(0, drawn), ...tail, ...own.slice(drawn)].filter((v) => v !== undefined);
  };
  const start = proposed(flat, options, context);
  set(undefined);
  if (Array.isArray(start) && start.length) set(start);
  else if (options.required && context.depth < 4) for (let i = 0; i < Math.min(flat.minItems ?? 0, 5); i++) add(i);
  renumber();
  return {
    element,
    get(masked) {
      const all = values(masked);
      return all.length || options.required || had ? all : undefined;
    },
    set,
    check() {
      const first = rows.map((row) => row.control.check()).find((e) => e);
      const count = rows.length + tail.length;
      const problem = count || options.required ? checkCount(flat, count) : undefined;
      say(problem);
      return first ?? (problem ? adder : undefined);
    },
  };
}

export function mapControl(schema: Schema, options: Options, context: Context, taken: Set<string> = new Set()): Control {
  const flat = context.model.book.flat(schema);
  const rows: { key: HTMLInputElement; control: Control; say(problem?: string): void }[] = [];
  const holder = h("div", { class: "items" });
  let tail: [name: string, value: Json][] = []; // what is not drawn yet
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
  const more = button("", () => draw(), { class: "quiet" });
  const draw = () => {
    for (const [name, value] of tail.splice(0, shownAtOnce)) add(name, value);
    more.hidden = tail.length === 0;
    more.textContent = `Show more (${tail.length.toLocaleString("en")} are not shown, and are kept)`;
  };
  const { element } = frame(options, holder, more, adder);
  draw();
  return {
    element,
    get(masked) {
      if (rows.length + tail.length === 0 && !options.required && !had) return undefined;
      const value = {};
      for (const row of rows) if (row.key.value !== "") put(value, row.key.value, row.control.get(masked) ?? null);
      for (const [name, inner] of tail) put(value, name, inner);
      return value;
    },
    set(value) {
      rows.length = 0;
      fill(holder);
      tail = isObject(value) ? Object.entries(value) : [];
      had = tail.length > 0;
      draw();
    },
    check() {
      let first: HTMLElement | undefined;
      for (const row of rows) {
        const twice = rows.some((other) => other !== row && other.key.value === row.key.value);
        const problem = row.key.value === "" ? "Give it a name." : twice || taken.has(row.key.value) || tail.some(([name]) => name === row.key.value) ? "This name is already used." : undefined;
        row.say(problem);
        first ??= (problem ? row.key : undefined) ?? row.control.check();
      }
      return first;
    },
  };
}

// checksControl picks several of few values.
export function checksControl(flat: Flat, values: Json[], options: Options, context: Context): Control {
  const boxes: { value: Json; box: HTMLInputElement }[] = [];
  const holder = h("div", { class: "checks" });
  const offer = (value: Json) => {
    const box = h("input", { type: "checkbox", id: newID("in") });
    boxes.push({ value, box });
    holder.append(h("span", { class: "tick" }, box, h("label", { for: box.id }, h("bdi", null, typeof value === "string" ? value : stringify(value)))));
  };
  values.forEach(offer);
  const { element, say } = frame(options, holder);
  let had = false;
  const set = (value: Json | undefined) => {
    const chosen = Array.isArray(value) ? value : [];
    for (const c of chosen) if (!boxes.some(({ value: v }) => equal(c, v))) offer(c); // what the description does not know stays
    for (const { value: v, box } of boxes) box.checked = chosen.some((c) => equal(c, v));
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
