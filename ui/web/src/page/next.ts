// Where to go after something was changed: to the thing, or back to the list.
import type { Json } from "../core/plan";
import type { Model, Place } from "../core/model";
import { isObject, own } from "../core/json";
import { complete, follow, hrefOf, type Query, queryName } from "../core/link";

export interface Next {
  title: string;
  href: string;
}

export function next(model: Model, place: Place, answer: Json | undefined, query: Query): Next[] {
  const out: Next[] = [];
  const siblings = model.placesOf(place.resource);
  if (place.view.kind !== "delete") {
    const thing = siblings.find((s) => s.view.kind === "detail");
    const to = thing && thingQuery(siblings, thing, answer, query);
    if (thing && to) out.push({ title: thing.view.title, href: hrefOf("op", thing.operation.id, to) });
  }
  for (const list of siblings.filter((s) => s.view.kind === "list")) {
    const to: Query = new Map();
    for (const p of list.operation.parameters ?? []) {
      const value = p.in === "path" ? query.get(p.name) : undefined;
      if (value !== undefined) to.set(queryName(list.operation, p), value);
    }
    if (!complete(list.operation, to)) continue;
    out.push({ title: list.view.title, href: hrefOf("op", list.operation.id, to) });
    break;
  }
  return out;
}

// thingQuery finds the inputs of the detail: as the list's links do, and else by
// name, where the last one may be the answer's id.
function thingQuery(siblings: Place[], thing: Place, answer: Json | undefined, query: Query): Query | undefined {
  for (const { view } of siblings) {
    for (const link of view.links ?? []) {
      if (link.operation !== thing.operation.id || answer === undefined) continue;
      const found = follow(link, thing.operation, answer, query);
      if (found) return found;
    }
  }
  const out: Query = new Map();
  for (const p of thing.operation.parameters ?? []) {
    if (p.in !== "path" && !p.required) continue;
    const value = query.get(p.name) ?? (isObject(answer) ? (own(answer, p.name) ?? own(answer, "id")) : undefined);
    if (value === undefined || value === null || typeof value === "object") return undefined;
    out.set(queryName(thing.operation, p), String(value));
  }
  return complete(thing.operation, out) ? out : undefined;
}
