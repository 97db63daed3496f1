// The page: reads its plan, and draws the screen that the address asks for.
import { Model } from "./core/model";
import { parseRoute } from "./core/link";
import { SearchIndex } from "./core/search";
import { type App, caller } from "./page/app";
import { authDialog, serverDialog } from "./page/dialogs";
import { fill, h } from "./page/dom";
import { loadPlan } from "./page/load";
import { operationPage } from "./page/operation";
import { homePage, resourcePage } from "./page/resource";
import { releaseURLs } from "./page/result";
import { watchPolicy } from "./page/send";
import { Session } from "./page/session";
import { makeShell } from "./page/shell";

async function start(root: HTMLElement): Promise<void> {
  watchPolicy();
  const model = new Model(await loadPlan());
  const session = new Session(model);
  let screen = new AbortController(); // ends what the last screen still waits for
  let listeners: (() => void)[] = []; // parts of the screen that a change of the session concerns

  const app: App = {
    model,
    session,
    search: new SearchIndex(model),
    call: caller(session, () => screen.signal),
    say: (text, tone) => shell.say(text, tone),
    openAuth: (op) => authDialog(app, op),
    openServer: () => serverDialog(app),
    onSession: (changed) => void listeners.push(changed),
    render: () => render(true),
  };
  const shell = makeShell(app);
  const render = (focus: boolean) => {
    screen.abort();
    screen = new AbortController();
    listeners = [];
    releaseURLs();
    const route = parseRoute(location.hash);
    fill(shell.main, page());
    shell.mark(route);
    const heading = shell.main.querySelector("h1");
    document.title = [route.to === "home" ? "" : heading?.textContent, model.app.title || model.api.title || "API"].filter(Boolean).join(" – ");
    if (focus) {
      window.scrollTo(0, 0);
      heading?.focus({ preventScroll: true });
    }

    function page(): HTMLElement {
      if (route.to === "resource") {
        const resource = model.resource(route.id);
        if (resource) return resourcePage(app, resource, route.query);
      } else if (route.to === "operation") {
        const place = model.place(route.id);
        if (place) return operationPage(app, place, route.query);
      } else return homePage(app);
      return h("article", null, h("h1", { tabindex: "-1" }, "Not here"), h("p", null, "This address names something that the API does not have. Use the navigation or the search."));
    }
  };
  session.onChange(() => {
    shell.refresh();
    for (const changed of listeners) changed();
  });
  root.replaceWith(shell.element);
  shell.refresh();
  render(false);
  window.addEventListener("hashchange", () => render(true));
  document.documentElement.setAttribute("data-ready", "yes");
}

const root = document.getElementById("specloom");
if (root) {
  start(root).catch((cause: Error) => {
    root.replaceChildren(h("main", { class: "broken" }, h("h1", null, "This page cannot be shown"), h("p", null, cause.message)));
  });
}
