// The form of an operation: its parameters and its body.
import type { Json, Operation, Parameter, View } from "../core/plan";
import type { Model } from "../core/model";
import { fromAddress, toAddress } from "../core/address";
import { type Query, queryName } from "../core/link";
import { type Inputs, paramKey, ruledOut } from "../core/request";
import { isEmpty } from "../core/style";
import { foreign, h } from "../page/dom";
import { bodyPart } from "./body";
import type { Control } from "./control";
import { paramControl } from "./param";

export interface Form {
  element: HTMLElement;
  inputs(masked?: boolean): Inputs;
  check(): HTMLElement | undefined;
  setBody(value: Json | undefined): void;
  bodyValue(): unknown;
  bodyType(): string | undefined;
  query(): Query; // the parameters as the page's address keeps them, which keeps no secrets
  hasSecret(): boolean; // a parameter that the address does not keep is given
  empty: boolean;
}

export interface FormOptions {
  skip?: Set<string>; // keys of parameters that are set elsewhere
  query: Query;
  defaults: boolean;
}

export function makeForm(model: Model, op: Operation, view: View, { skip, query, defaults }: FormOptions): Form {
  const fields = new Map((view.fields ?? []).map((f, i) => [`${f.in}:${f.name}`, { ...f, order: i }]));
  const order = (p: Parameter) => fields.get(paramKey(p))?.order ?? Number(p.in !== "path") * 1000 + 500;
  const shown = (op.parameters ?? []).filter((p) => !skip?.has(paramKey(p)));
  shown.sort((a, b) => order(a) - order(b));

  const controls: { param: Parameter; control: Control; secret: boolean }[] = [];
  const main = h("div", { class: "fields" });
  const folded = h("div", { class: "fields" });
  for (const param of shown) {
    const field = fields.get(paramKey(param));
    const out = ruledOut(param);
    if (out) {
      folded.append(h("p", { class: "help" }, foreign(param.name), ": ", out));
      continue;
    }
    const { control, secret } = paramControl(model, param, field, defaults && !!op.body);
    const text = query.get(queryName(op, param));
    if (text !== undefined) control.set(fromAddress(model.book, param, text));
    controls.push({ param, control, secret });
    (field?.advanced && !param.required && !query.has(queryName(op, param)) ? folded : main).append(control.element);
  }
  const body = op.body?.content?.length ? bodyPart(model, op, view, defaults) : undefined;
  const element = h(
    "div",
    { class: "form" },
    main,
    body?.element,
    folded.children.length ? h("details", { class: "more" }, h("summary", null, "Advanced"), folded) : undefined,
  );
  const values = (masked?: boolean) =>
    controls.flatMap(({ param, control, secret }) => {
      const value = control.get(masked);
      const none = value === undefined || value === null || (value === "" && !param.allowEmptyValue) || isEmpty(value);
      return none ? [] : [{ param, value, secret }];
    });
  return {
    element,
    empty: controls.length === 0 && !body && folded.children.length === 0,
    inputs(masked) {
      return { params: new Map(values(masked).map(({ param, value }) => [paramKey(param), value])), body: body?.get(masked) };
    },
    check() {
      const bad = [...controls.map(({ control }) => control.check()), body?.check()].find((e) => e);
      const details = bad?.closest("details");
      if (details) details.open = true;
      return bad;
    },
    setBody: (value) => body?.set(value),
    bodyValue: () => body?.get()?.value,
    bodyType: () => body?.get()?.type,
    query: () => new Map(values().filter(({ secret }) => !secret).map(({ param, value }) => [queryName(op, param), toAddress(model.book, param, value)])),
    hasSecret: () => values().some(({ secret }) => secret),
  };
}
