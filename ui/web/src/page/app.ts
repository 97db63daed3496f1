// App is what the screens share: the plan, the session, calls, messages.
import type { Operation } from "../core/plan";
import type { Model } from "../core/model";
import type { SearchIndex } from "../core/search";
import { build, type Inputs, type Wire } from "../core/request";
import { type Outcome, send } from "./send";
import type { Session } from "./session";

export type Called = Outcome & { shown?: Wire };

export interface App {
  model: Model;
  session: Session;
  search: SearchIndex;
  // call sends a request that ends with the screen that asked for it. Hidden are
  // the inputs without secrets, for showing what was sent.
  call(op: Operation, inputs: Inputs, hidden?: Inputs, signal?: AbortSignal): Promise<Called>;
  say(text: string, tone?: "good" | "bad"): void;
  openAuth(op?: Operation): void;
  openServer(): void;
  // onSession tells a part of the screen that credentials or server changed. A
  // screen is not drawn anew then: what was typed stays.
  onSession(changed: () => void): void;
  render(): void;
}

export function caller(session: Session, screen: () => AbortSignal): App["call"] {
  return async (op, inputs, hidden = inputs, signal) => {
    const { wire, problems } = build(op, inputs, session.setting());
    if (!wire) return { failure: problems.join(" ") };
    const shown = build(op, hidden, session.shown()).wire;
    const outcome = await send(wire, signal ? AbortSignal.any([signal, screen()]) : screen());
    return { ...outcome, shown };
  };
}
