// The frame around the screens: header, navigation, search, messages.
import type { Resource } from "../core/plan";
import type { Hit } from "../core/search";
import { hrefOf, type Route } from "../core/link";
import type { App } from "./app";
import { serverName } from "./dialogs";
import { button, fill, foreign, h, icon, link, newID } from "./dom";

export interface Shell {
  element: DocumentFragment;
  main: HTMLElement;
  mark(route: Route): void; // the place in the navigation
  say(text: string, tone?: "good" | "bad"): void;
  refresh(): void;
}

export function makeShell(app: App): Shell {
  const { model } = app;
  const main = h("main", { id: "main", tabindex: "-1" });
  const menu = button("Menu", () => toggle(!document.body.classList.contains("menu")), { class: "menu-button", "aria-expanded": "false", "aria-controls": "navigation" });
  menu.prepend(icon("menu"));
  const toggle = (shown: boolean) => {
    document.body.classList.toggle("menu", shown);
    menu.setAttribute("aria-expanded", String(shown));
  };
  const server = button("", () => app.openServer(), { class: "server" });
  const auth = button("", () => app.openAuth(), { class: "auth", hidden: model.api.securitySchemes.size === 0 });
  const live = h("div", { class: "live", role: "status", "aria-live": "polite" });
  const spoken = h("div", { class: "unseen", role: "status", "aria-live": "polite" }); // only heard
  const { element: nav, mark } = navigation(model.app.resources);

  const element = document.createDocumentFragment();
  element.append(
    h("a", { href: "#main", class: "skip", on: { click: (e) => (e.preventDefault(), main.focus()) } }, "Skip to the content"),
    h("header", { class: "top" }, menu, link(foreign(model.app.title || model.api.title || "API"), "#/", { class: "brand" }), searchBox(app), h("div", { class: "settings" }, server, auth)),
    nav,
    main,
    live,
    spoken,
  );
  let timer = 0;
  return {
    element,
    main,
    mark(route) {
      toggle(false);
      if (live.querySelector(".bad")) fill(live); // it was about the last screen
      mark(route.to === "resource" ? route.id : route.to === "operation" ? model.place(route.id)?.resource.id : undefined);
    },
    say(text, tone) {
      if (!tone) return fill(spoken, foreign(text));
      clearTimeout(timer);
      fill(live, h("p", { class: `toast ${tone}` }, foreign(text)));
      timer = window.setTimeout(() => fill(live), tone === "bad" ? 12_000 : 6_000);
    },
    refresh() {
      fill(server, icon("server"), h("span", { class: "unseen" }, "Server: "), foreign(serverName(app)));
      fill(auth, icon("lock"), app.session.credentials.size ? "Signed in" : "Sign in");
    },
  };
}

// navigation lists the resources under their groups. Long lists fold, with only
// the group of the place open.
function navigation(resources: Resource[]): { element: HTMLElement; mark(id: string | undefined): void } {
  const anchors = new Map<string, HTMLAnchorElement>();
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const group = resource.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), resource]);
  }
  const folded = resources.length > 60 && groups.size > 1;
  const parts = [...groups].map(([group, members]) => {
    const list = h("ul", null, ...members.map((resource) => {
      const anchor = link(foreign(resource.title), hrefOf("r", resource.id), { data: { resource: resource.id } });
      anchors.set(resource.id, anchor);
      return h("li", null, anchor);
    }));
    if (!group) return list;
    if (folded) return h("details", null, h("summary", null, foreign(group), " ", h("span", { class: "muted" }, String(members.length))), list);
    const id = newID("group");
    list.setAttribute("aria-labelledby", id);
    return h("div", { class: "navgroup" }, h("h2", { id }, foreign(group)), list);
  });
  let current: HTMLAnchorElement | undefined;
  return {
    element: h("nav", { id: "navigation", class: "side", "aria-label": "Resources" }, ...parts),
    mark(id) {
      current?.removeAttribute("aria-current");
      current = id === undefined ? undefined : anchors.get(id);
      current?.setAttribute("aria-current", "page");
      const details = current?.closest("details");
      if (details) details.open = true;
      current?.scrollIntoView({ block: "nearest" });
    },
  };
}

// searchBox finds resources and operations as one types.
function searchBox(app: App): HTMLElement {
  const listID = newID("hits");
  const input = h("input", { type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": listID, "aria-autocomplete": "list", "aria-label": "Search everything", placeholder: "Search  ( / )", autocomplete: "off", spellcheck: "false" });
  const list = h("ul", { id: listID, role: "listbox", "aria-label": "Found", class: "hits", hidden: true });
  let hits: Hit[] = [];
  let chosen = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const choose = (index: number) => {
    chosen = index;
    [...list.children].forEach((child, i) => {
      child.setAttribute("aria-selected", String(i === index));
      if (i === index) child.scrollIntoView({ block: "nearest" });
    });
    if (index >= 0) input.setAttribute("aria-activedescendant", `${listID}-${index}`);
  };
  const open = (hit: Hit | undefined) => {
    if (!hit) return;
    input.value = "";
    close();
    location.hash = hit.href;
  };
  const search = () => {
    hits = app.search.find(input.value);
    if (input.value.trim() === "") return close();
    fill(list, ...hits.map((hit, i) => h("li", { role: "option", id: `${listID}-${i}`, "aria-selected": "false", on: { mousedown: (e) => (e.preventDefault(), open(hit)) } }, foreign(hit.title), h("span", { class: "muted" }, foreign(hit.detail)))));
    if (hits.length === 0) fill(list, h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing found"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(hits.length ? 0 : -1);
  };
  input.addEventListener("input", search);
  input.addEventListener("focus", () => input.value && search());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) choose((chosen + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length);
    } else if (event.key === "Enter") open(hits[Math.max(chosen, 0)]);
    else if (event.key === "Escape") {
      input.value = "";
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input,textarea,select,dialog,[contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
  return h("div", { class: "search", role: "search" }, input, list);
}
