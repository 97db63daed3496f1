// The choice between variants of a schema.
import type { Field, Json } from "../core/plan";
import type { Flat, Variant } from "../core/schema";
import { shared } from "../core/fill";
import { fill, h, newID } from "../page/dom";
import { type Context, type Control, deeper, type Options, proposed, shell } from "./control";
import { make } from "./make";
import { objectFields } from "./object";

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
    const variant = at();
    const value = variant && shared(book, book.choose(flat, group, variant), before);
    if (value !== undefined) inner?.set(value);
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
