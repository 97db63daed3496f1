// Questions before something happens that cannot be taken back.
import type { Place } from "../core/model";
import type { Query } from "../core/link";
import { given } from "../core/address";
import { problemOf } from "../core/answer";
import type { App } from "./app";
import { button, foreign, h, newID } from "./dom";

// ask shows a question, and what it is about, and resolves to whether the answer
// was yes.
export function ask(question: string, yes: string, danger: boolean, about = ""): Promise<boolean> {
  return new Promise((resolve) => {
    const title = newID("ask");
    const dialog = h(
      "dialog",
      { class: "ask", "aria-labelledby": title, role: "alertdialog" },
      h("p", { id: title, class: "question" }, foreign(question), about ? h("strong", null, foreign(about)) : undefined),
      h("div", { class: "tools end" }, button("Cancel", () => dialog.close("no"), { autofocus: true }), button(yes, () => dialog.close("yes"), { class: danger ? "danger primary" : "primary", data: { confirm: "yes" } })),
    );
    const back = document.activeElement;
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (back instanceof HTMLElement) back.focus();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function question(place: Place): string | undefined {
  const { view } = place;
  if (view.confirm) return view.confirm;
  return view.kind === "delete" ? `${view.title}? This cannot be undone.` : undefined;
}

// remove asks and deletes at once, without a screen of its own.
export async function remove(app: App, place: Place, query: Query, what: string, done: () => void): Promise<void> {
  const { operation, view } = place;
  if (!(await ask(question(place)!, view.submit || "Delete", true, what))) return;
  const outcome = await app.call(operation, { params: given(app.model.book, operation, query) });
  if (outcome.answer?.ok) {
    done();
    app.say(`${view.title}: done.`, "good");
  } else if (outcome.answer) {
    const { title, detail } = problemOf(outcome.answer);
    app.say([`${view.title}: ${title}`, detail].filter(Boolean).join(". "), "bad");
  } else app.say(outcome.failure, "bad");
}
