// Controls: one part of a form each, with a value that goes in and out.
import type { Json } from "../core/plan";
import type { Model } from "../core/model";
import type { Flat } from "../core/schema";
import { foreign, h, newID, type Child } from "../page/dom";
import { line } from "../page/prose";

export interface Control {
  element: HTMLElement;
  // get gives the value, undefined where none is set. Masked, it gives a
  // placeholder for what was typed as a secret.
  get(masked?: boolean): unknown;
  set(value: Json | undefined): void;
  // check shows what is wrong next to each input, and returns the first one.
  check(): HTMLElement | undefined;
}

export interface Options {
  label: string;
  name: string;
  help?: string;
  required: boolean;
  widget?: string;
  placeholder?: string;
  bare?: boolean; // the label is only for screen readers: table-like rows
}

export interface Context {
  model: Model;
  files: boolean; // the media type can carry files
  loose: boolean; // every value ends as a text: one without a type is a text
  defaults: boolean; // fill in what the description proposes
  writing: boolean; // leave out what is read-only
  depth: number;
}

export function deeper(context: Context): Context {
  return { ...context, depth: context.depth + 1 };
}

// Shell is label, input, help and room for a message, tied together.
export interface Shell {
  element: HTMLElement;
  say(problem: string | undefined): void;
}

export function shell(options: Options, input: HTMLElement, extra?: Child): Shell {
  input.id ||= newID("in");
  const helpID = newID("help");
  const errorID = newID("error");
  const error = h("p", { id: errorID, class: "problem", hidden: true });
  const help = options.help ? h("p", { id: helpID, class: "help" }, line(options.help)) : undefined;
  input.setAttribute("aria-describedby", help ? `${helpID} ${errorID}` : errorID);
  if (options.required) input.setAttribute("aria-required", "true");
  if (options.name) input.setAttribute("data-field", options.name);
  const element = h("div", { class: "field" }, h("label", { for: input.id, class: options.bare ? "unseen" : undefined }, ...labelText(options)), input, help, error, extra);
  return {
    element,
    say(problem) {
      error.hidden = !problem;
      error.textContent = problem ?? "";
      if (problem) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
}

export function labelText(options: Options): Child[] {
  return [foreign(options.label), options.required ? h("span", { class: "required", "aria-hidden": "true" }, " *") : h("span", { class: "optional" }, " optional")];
}

// Frame is the same for a control of several inputs.
export function frame(options: Options, ...children: Child[]): Shell {
  const errorID = newID("error");
  const error = h("p", { id: errorID, class: "problem", hidden: true });
  const element = h(
    "fieldset",
    { class: "group", "aria-describedby": errorID, data: { field: options.name || undefined } },
    h("legend", { class: options.bare ? "unseen" : undefined }, ...labelText(options)),
    options.help ? h("p", { class: "help" }, line(options.help)) : undefined,
    ...children,
    error,
  );
  return {
    element,
    say(problem) {
      error.hidden = !problem;
      error.textContent = problem ?? "";
    },
  };
}

// proposed is the value that a control begins with.
export function proposed(flat: Flat, options: Options, context: Context): Json | undefined {
  return context.defaults && flat.default !== undefined && (flat.default !== null || options.required) ? flat.default : undefined;
}

export function scalarText(value: Json | undefined): string | undefined {
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}

export function exampleText(flat: Flat): string | undefined {
  const example = flat.examples?.[0] ?? flat.default;
  return typeof example === "string" || typeof example === "number" || typeof example === "bigint" ? String(example).slice(0, 200) : undefined;
}
