// Links between screens, and the page's own addresses (#/op/…).
import type { Json, Link, Operation } from "./plan";
import { at, stringify } from "./json";
import { paramKey, ruledOut } from "./request";

export type Query = Map<string, string>;

export type Route =
  | { to: "home" }
  | { to: "resource"; id: string; query: Query }
  | { to: "operation"; id: string; query: Query };

export function parseRoute(hash: string): Route {
  const [path, search] = splitOnce(hash.replace(/^#/, ""), "?");
  const [, kind, ...rest] = path.split("/");
  const query: Query = new Map(new URLSearchParams(search));
  let id: string;
  try {
    id = decodeURIComponent(rest.join("/"));
  } catch {
    id = rest.join("/");
  }
  if (kind === "r" && id) return { to: "resource", id, query };
  if (kind === "op" && id) return { to: "operation", id, query };
  return { to: "home" };
}

export function hrefOf(to: "r" | "op", id: string, query?: Iterable<[string, string]>): string {
  const search = new URLSearchParams([...(query ?? [])]).toString();
  return `#/${to}/${encodeURIComponent(id)}${search && "?" + search}`;
}

function splitOnce(text: string, by: string): [string, string] {
  const index = text.indexOf(by);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + by.length)];
}

// queryName is how a parameter is called in the page's address: its name, or
// with its place where two have the same name.
export function queryName(op: Operation, param: { in: string; name: string }): string {
  const same = (op.parameters ?? []).filter((p) => p.name === param.name);
  return same.length > 1 ? paramKey(param) : param.name;
}

// follow gives the inputs of a link's operation, or nothing where the row
// lacks what it needs.
export function follow(link: Link, target: Operation, item: Json | undefined, inputs: Query): Query | undefined {
  const out: Query = new Map();
  for (const { name, from, value } of link.params ?? []) {
    let found: Json | undefined;
    if (from === "const") found = value;
    else if (from === "input") found = inputs.get(value || name) ?? undefined;
    else found = at(item, value);
    if (found === undefined || found === null || found === "") {
      if (required(target, name)) return undefined;
      continue;
    }
    out.set(name, typeof found === "object" ? stringify(found) : String(found));
  }
  return out;
}

function required(op: Operation, name: string): boolean {
  return (op.parameters ?? []).some((p) => p.name === name && (p.required || p.in === "path"));
}

// complete says whether a query gives every input that the operation insists
// on, so that it can be sent at once.
export function complete(op: Operation, query: Query): boolean {
  if (op.body?.required) return false;
  return (op.parameters ?? []).every((p) => !(p.required || p.in === "path") || ruledOut(p) || query.has(queryName(op, p)));
}
