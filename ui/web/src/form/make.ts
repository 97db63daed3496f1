// make chooses the control for a schema.
import type { Field, Json } from "../core/plan";
import type { Flat } from "../core/schema";
import { read } from "../core/address";
import { equal, isObject } from "../core/json";
import type { Context, Control, Options } from "./control";
import { choiceControl } from "./choice";
import { jsonControl } from "./json";
import { checksControl, listControl } from "./lists";
import { objectControl, objectFields } from "./object";
import { constControl, fileControl, pickControl, switchControl, textControl } from "./scalar";

export function make(flat: Flat, options: Options, context: Context, fields: Field[] = []): Control {
  const kind = context.model.book.kind(flat);
  if (kind === "const") return constControl(flat, options, context);
  if (kind === "string" && (isFile(flat, context) || (options.widget === "file" && context.files))) return fileControl(options, false, flat.contentMediaType);
  return faithful(byKind(flat, options, context, fields));
}

// faithful gives back what a control was given and cannot show, such as a text
// where the description says number, until somebody changes it.
function faithful(control: Control): Control {
  let kept: { value: Json; shown: unknown } | undefined;
  const untouched = () => kept !== undefined && equal(control.get(), kept.shown);
  return {
    element: control.element,
    get: (masked) => (untouched() ? kept!.value : control.get(masked)),
    set(value) {
      control.set(value);
      const shown = control.get();
      // Objects and lists keep what is inside them themselves.
      const held = value === undefined || value === null || equal(shown, value) || (isObject(shown) && isObject(value)) || (Array.isArray(shown) && Array.isArray(value));
      kept = held ? undefined : { value, shown };
    },
    check: () => (untouched() ? undefined : control.check()),
  };
}

function byKind(flat: Flat, options: Options, context: Context, fields: Field[]): Control {
  const { book } = context.model;
  const widget = options.widget ?? "";
  const kind = book.kind(flat);
  if (kind === "any" && context.loose && (!flat.types || flat.types.some((t) => t !== "object" && t !== "array"))) return looseControl(flat, options, context);
  if (widget === "json") return jsonControl(flat, options, context);
  switch (kind) {
    case "enum":
      if (flat.enum!.length > tooMany) return longPick(flat, options, context);
      return pickControl(flat.enum!, flat, options, context);
    case "choice":
      return choiceControl(flat, options, context, fields);
    case "object":
      return context.depth === 0 && (flat.properties.size > 0 || flat.additionalProperties) ? objectFields(flat, context, fields) : objectControl(flat, options, context);
    case "array":
      return arrayControl(flat, options, context);
    case "boolean":
      return switchControl(flat, options, context);
    case "integer":
    case "number":
      return textControl(flat, options, context, widget === "datetime" || widget === "date" ? widget : flat.types?.includes("integer") ? "integer" : "number");
    case "string":
      return textControl(flat, options, context, textWidget(flat, widget));
    default:
      if (widget && !["file", "checkbox", "select", "number"].includes(widget)) return textControl(flat, options, context, widget);
      return jsonControl(flat, options, context);
  }
}

// looseControl takes any text, where a text is what is sent in the end.
function looseControl(flat: Flat, options: Options, context: Context): Control {
  const control = textControl(flat, options, context, textWidget(flat, options.widget === "json" ? "" : (options.widget ?? "")));
  return {
    ...control,
    get(masked) {
      const value = control.get(masked);
      return typeof value === "string" ? read(context.model.book, flat, value, true) : value;
    },
  };
}

const tooMany = 1000; // values to choose from in a list

// longPick is typed, since nobody scrolls through so many values, and a list of
// them would freeze the page.
function longPick(flat: Flat, options: Options, context: Context): Control {
  const texts = flat.enum!.every((v) => typeof v === "string");
  const help = [options.help, `One of ${flat.enum!.length} values.`].filter(Boolean).join(" ");
  return texts ? textControl(flat, { ...options, help }, context, "text") : jsonControl(flat, { ...options, help }, context);
}

function arrayControl(flat: Flat, options: Options, context: Context): Control {
  const { book } = context.model;
  const items = book.flat(flat.items);
  if (book.kind(items) === "string" && isFile(items, context)) return fileControl(options, true, items.contentMediaType);
  if (items.enum?.length && items.enum.length <= 30 && !flat.prefixItems) return checksControl(flat, items.enum, options, context);
  if (!flat.items && !flat.prefixItems) return jsonControl(flat, options, context);
  return listControl(flat, options, context);
}

export function isFile(flat: Flat, context: Context): boolean {
  if (!context.files) return false;
  if (flat.types?.includes("file") || flat.format === "binary") return true;
  return !!flat.contentMediaType && !flat.contentEncoding && !/^(text|application\/json)/.test(flat.contentMediaType);
}

function textWidget(flat: Flat, widget: string): string {
  if (widget && !["file", "checkbox", "select", "number"].includes(widget)) return widget;
  switch (flat.format) {
    case "date":
    case "email":
    case "password":
      return flat.format;
    case "date-time":
      return "datetime";
    case "uri":
    case "url":
      return "url";
    case "byte":
    case "html":
    case "markdown":
      return "textarea";
    default:
      return flat.maxLength !== undefined && flat.maxLength > 255 && flat.maxLength < 1e6 ? "textarea" : "text";
  }
}
