// Controls of one input: texts, numbers, dates, choices, files.
import type { Json } from "../core/plan";
import type { Flat } from "../core/schema";
import { equal, stringify } from "../core/json";
import { checkNumber, checkText, readNumber } from "../core/validate";
import { fromInput, toInput } from "../core/time";
import { h } from "../page/dom";
import { type Context, type Control, exampleText, type Options, proposed, shell } from "./control";

type Parse = (text: string) => { value?: unknown; problem?: string };

export function textControl(flat: Flat, options: Options, context: Context, widget: string): Control {
  const long = widget === "textarea";
  const input = long ? h("textarea", { rows: 4, dir: "auto" }) : h("input", { type: inputType(widget), dir: "auto", step: widget === "datetime" ? "1" : undefined });
  input.setAttribute("autocomplete", widget === "password" ? "new-password" : "off");
  if (widget === "integer" || widget === "number") input.setAttribute("inputmode", widget === "integer" ? "numeric" : "decimal");
  const example = options.placeholder ?? exampleText(flat);
  if (example && !["date", "datetime", "password"].includes(widget)) input.setAttribute("placeholder", example);
  const { element, say } = shell(options, input);
  const parse = parser(flat, widget);

  let original: Json | undefined; // as it was set, and how that looked
  let shown = "";
  const read = (): { value?: unknown; problem?: string } => {
    if (input.value === shown && original !== undefined) return { value: original };
    if (input.value !== "") return parse(input.value);
    // What was emptied has a value: none is not the same as unchanged.
    if (shown !== "" || (options.required && flat.nullable)) return { value: flat.nullable ? null : widget === "number" || widget === "integer" ? undefined : "" };
    return {};
  };
  const set = (value: Json | undefined) => {
    original = value === null || value instanceof Blob ? undefined : value;
    input.value = original === undefined ? "" : widget === "datetime" || widget === "date" ? toInput(original, widget) : typeof original === "object" ? stringify(original) : String(original);
    shown = input.value; // as the input cleaned it
    if (shown === "") original = undefined;
  };
  const start = proposed(flat, options, context);
  if (start !== undefined) {
    set(start);
    if (!options.required) shown = ""; // emptying a proposal just leaves it out
  }
  input.addEventListener("input", () => say(undefined));
  return {
    element,
    get: (masked) => {
      const { value } = read();
      return masked && widget === "password" && value !== undefined ? "YOUR_" + (options.name.replace(/\W+/g, "_").toUpperCase() || "SECRET") : value;
    },
    set,
    check() {
      const { value, problem } = read();
      const missing = options.required && (value === undefined || (value === "" && shown === "")) ? "This is needed." : undefined;
      say(problem ?? missing);
      return problem || missing ? input : undefined;
    },
  };
}

function inputType(widget: string): string {
  switch (widget) {
    case "datetime":
      return "datetime-local";
    case "date":
    case "email":
    case "url":
    case "password":
      return widget;
    default:
      return "text";
  }
}

function parser(flat: Flat, widget: string): Parse {
  if (widget === "number" || widget === "integer") {
    return (text) => {
      const value = readNumber(text, widget === "integer");
      return typeof value === "string" ? { problem: value } : { value, problem: checkNumber(flat, value) };
    };
  }
  if (widget === "datetime" || widget === "date") {
    return (text) => {
      const value = fromInput(text, widget);
      return flat.types?.includes("integer") || flat.types?.includes("number") ? { value: Math.floor(Date.parse(value) / 1000) } : { value };
    };
  }
  return (text) => ({ value: text, problem: checkText(flat, text) });
}

// pickControl chooses one of the given values. Its options are numbers of the
// list, so that values of any type come out as they went in.
export function pickControl(values: Json[], flat: Flat, options: Options, context: Context, words?: string[]): Control {
  const list = values.filter((v) => v !== null);
  const select = h("select", null, h("option", { value: "" }, options.required ? "Choose…" : "Not set"));
  list.forEach((value, i) => select.append(h("option", { value: String(i), dir: "auto" }, words?.[i] ?? (typeof value === "string" ? (value === "" ? "(empty)" : value) : stringify(value)))));
  const { element, say } = shell(options, select);
  let touched = false; // it had a value once: taking it back is a change
  const set = (value: Json | undefined) => {
    const index = list.findIndex((v) => equal(v, value));
    if (index < 0 && value !== undefined && value !== null) {
      list.push(value); // a value that the description does not know stays as it is
      select.append(h("option", { value: String(list.length - 1) }, typeof value === "string" ? value : stringify(value)));
      select.value = String(list.length - 1);
    } else select.value = index < 0 ? "" : String(index);
    touched = value !== undefined && value !== null;
  };
  const start = proposed(flat, options, context);
  if (start !== undefined) {
    set(start);
    touched = false;
  } else if (options.required && list.length === 1 && context.defaults) select.value = "0";
  select.addEventListener("change", () => say(undefined));
  const get = () => (select.value === "" ? ((touched || options.required) && flat.nullable ? null : undefined) : list[Number(select.value)]);
  return {
    element,
    get,
    set,
    check() {
      const missing = options.required && get() === undefined;
      say(missing ? "Choose one." : undefined);
      return missing ? select : undefined;
    },
  };
}

// switchControl is a boolean. One that may be left out is a choice of three,
// since "no" and "not said" are different answers.
export function switchControl(flat: Flat, options: Options, context: Context): Control {
  if (!options.required || flat.nullable) return pickControl([true, false], flat, options, context, ["Yes", "No"]);
  const box = h("input", { type: "checkbox" });
  const { element, say } = shell(options, box);
  element.classList.add("check");
  element.insertBefore(box, element.firstChild);
  box.checked = proposed(flat, options, context) === true;
  return { element, get: () => box.checked, set: (value) => void (box.checked = value === true), check: () => say(undefined) as undefined };
}

// constControl sends what is fixed. What is always sent leaves nothing to see:
// mostly it is the tag of a variant that was chosen by name.
export function constControl(flat: Flat, options: Options, context: Context): Control {
  const value = flat.const as Json;
  const send = options.required || context.defaults;
  const text = typeof value === "string" ? value : stringify(value);
  const element = h("div", { class: "field fixed", hidden: options.required || value === null }, h("span", { class: "name" }, h("bdi", null, options.label)), " ", h("code", null, text));
  return { element, get: () => (send ? value : undefined), set: () => undefined, check: () => undefined };
}

export function fileControl(options: Options, many: boolean, accept?: string): Control {
  const input = h("input", { type: "file", multiple: many, accept: accept && !accept.startsWith("application/octet") ? accept : undefined });
  const { element, say } = shell(options, input);
  input.addEventListener("change", () => say(undefined));
  const get = () => {
    const files = [...(input.files ?? [])];
    return many ? (files.length ? files : undefined) : files[0];
  };
  return {
    element,
    get,
    // Only files that were chosen here come back: a page cannot choose any.
    set(value: unknown) {
      const files = (Array.isArray(value) ? value : [value]).filter((file) => file instanceof File);
      if (files.length === 0) return;
      const carrier = new DataTransfer();
      for (const file of files) carrier.items.add(file);
      input.files = carrier.files;
    },
    check() {
      const missing = options.required && get() === undefined;
      say(missing ? "Choose a file." : undefined);
      return missing ? input : undefined;
    },
  };
}
