// The control of a parameter.
import type { Field, Parameter } from "../core/plan";
import type { Model } from "../core/model";
import { isLoose, isVerbatim } from "../core/address";
import { h, newID } from "../page/dom";
import { type Context, type Control, type Options, scalarText } from "./control";
import { jsonControl } from "./json";
import { make } from "./make";
import { textControl } from "./scalar";

export function paramControl(model: Model, param: Parameter, field: Field | undefined, defaults: boolean): { control: Control; secret: boolean } {
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
  const context: Context = { model, files: false, loose: isLoose(param), defaults: defaults || required, writing: false, depth: 1 };
  const secret = options.widget === "password" || flat.format === "password";
  let control: Control;
  if (isVerbatim(param)) control = textControl(flat, options, context, "textarea");
  else if (media && !media.schema) control = jsonControl(flat, options, context);
  else control = make(flat, options, context);
  return { control: param.allowEmptyValue && param.in === "query" ? emptyable(control, options) : control, secret };
}

// emptyable adds a way to send the name alone: for such a parameter that is not
// the same as leaving it out.
function emptyable(inner: Control, options: Options): Control {
  const box = h("input", { type: "checkbox", id: newID("in"), data: { empty: options.name } });
  const element = h("div", { class: "emptyable" }, inner.element, h("span", { class: "tick" }, box, h("label", { for: box.id }, "Send it empty", h("span", { class: "unseen" }, `: ${options.label}`))));
  const given = (masked?: boolean) => {
    const value = inner.get(masked);
    return value === "" ? undefined : value;
  };
  return {
    element,
    get: (masked) => given(masked) ?? (box.checked ? "" : undefined),
    set(value) {
      box.checked = value === "";
      inner.set(value === "" ? undefined : value);
    },
    check: () => (box.checked && given() === undefined ? undefined : inner.check()),
  };
}
