// Raw JSON, where a schema gives nothing to ask for.
import type { Json } from "../core/plan";
import type { Flat } from "../core/schema";
import { isObject, parse, stringify } from "../core/json";
import { h } from "../page/dom";
import { type Context, type Control, type Options, proposed, shell } from "./control";

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
