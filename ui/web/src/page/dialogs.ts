// The dialogs for signing in and for choosing the server.
import type { Operation, SecurityScheme } from "../core/plan";
import { byBrowser, isBasic, needOf } from "../core/auth";
import { humanise } from "../core/text";
import { baseURL, type Choice, fill as fillServer } from "../core/server";
import type { App } from "./app";
import { button, fill, foreign, h, newID } from "./dom";
import { prose } from "./prose";

function open(title: string, body: HTMLElement, save: () => void, extra?: HTMLElement): HTMLDialogElement {
  const id = newID("dialog");
  const back = document.activeElement;
  const form = h(
    "form",
    { method: "dialog", novalidate: true },
    h("h2", { id }, title),
    body,
    h("div", { class: "tools end" }, extra, button("Cancel", () => dialog.close()), h("button", { type: "submit", class: "primary" }, "Save")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  const dialog = h("dialog", { "aria-labelledby": id }, form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back instanceof HTMLElement && back.isConnected) back.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function field(label: string, input: HTMLElement, help?: string): HTMLElement {
  input.id = newID("in");
  const helpID = newID("help");
  if (help) input.setAttribute("aria-describedby", helpID);
  return h("div", { class: "field" }, h("label", { for: input.id }, foreign(label)), input, help ? h("p", { class: "help", id: helpID }, foreign(help)) : undefined);
}

// authDialog asks for credentials, first those that an operation needs.
export function authDialog(app: App, op?: Operation): void {
  const { session, model } = app;
  const schemes = [...model.api.securitySchemes];
  const wanted = new Set(op ? needOf(op, model.api.securitySchemes, session.credentials).missing.flat() : []);
  schemes.sort((a, b) => Number(wanted.has(b[0])) - Number(wanted.has(a[0])));
  const inputs = new Map<string, { user?: HTMLInputElement; secret: HTMLInputElement }>();
  const parts = schemes.map(([name, scheme]) => {
    const title = h("legend", null, foreign(humanise(name)), wanted.has(name) ? h("span", { class: "badge warn" }, "needed here") : undefined);
    const about = scheme.description ? prose(scheme.description.slice(0, 1000)) : undefined;
    if (byBrowser(scheme)) {
      const text = scheme.type === "mutualTLS" ? "The browser proves who you are with a certificate. Install it in the browser." : `The browser sends the cookie “${scheme.name ?? ""}” by itself once you are signed in at the API's site.`;
      return h("fieldset", { class: "group", data: { scheme: name } }, title, about, h("p", null, text));
    }
    const given = session.credentials.get(name);
    const secret = h("input", { type: "password", autocomplete: "off", spellcheck: "false" });
    secret.value = given?.secret ?? "";
    const user = isBasic(scheme) ? h("input", { type: "text", autocomplete: "off", spellcheck: "false" }) : undefined;
    if (user) user.value = given?.user ?? "";
    inputs.set(name, { user, secret });
    const [label, help] = words(scheme);
    return h("fieldset", { class: "group", data: { scheme: name } }, title, about, user ? field("User name", user) : undefined, field(label, secret, help));
  });
  const remember = h("input", { type: "checkbox", id: newID("in") });
  remember.checked = session.remember;
  const body = h(
    "div",
    { class: "scrolled" },
    h("p", { class: "muted" }, "What you enter stays in this page and goes only to the API."),
    ...parts,
    h("div", { class: "field check" }, remember, h("label", { for: remember.id }, "Remember for this tab, until it is closed")),
  );
  const forget = button("Sign out", () => {
    session.credentials = new Map();
    dialog.close();
    session.changed();
    app.say("Signed out.", "good");
  }, { class: "quiet", hidden: session.credentials.size === 0 });
  const dialog = open("Sign in", body, () => {
    for (const [name, { user, secret }] of inputs) {
      if (secret.value !== "" || user?.value) session.credentials.set(name, { user: user?.value, secret: secret.value });
      else session.credentials.delete(name);
    }
    session.remember = remember.checked;
    dialog.close();
    session.changed();
  }, forget);
}

function words(scheme: SecurityScheme): [label: string, help: string] {
  switch (scheme.type) {
    case "apiKey":
      return ["Key", `Sent as ${scheme.in === "query" ? "query parameter" : "header"} “${scheme.name ?? ""}”.`];
    case "http":
      if (isBasic(scheme)) return ["Password", "Sent with the user name in the Authorization header."];
      if (scheme.scheme?.toLowerCase() === "bearer") return ["Token", "Sent as Authorization: Bearer …"];
      return ["Authorization", `The whole value of the Authorization header, beginning with “${scheme.scheme ?? ""}”.`];
    case "oauth2":
    case "openIdConnect":
      return ["Access token", "Paste a token that you got from the API's provider. Sent as Authorization: Bearer …"];
    default:
      return ["Secret", "Sent in the Authorization header."];
  }
}

// serverDialog chooses the server, its variables, or another address.
export function serverDialog(app: App): void {
  const { session, model } = app;
  const servers = model.api.servers.length ? model.api.servers : [{ url: "/" }];
  const choice: Choice = { ...session.choice, variables: new Map(session.choice.variables) };
  const select = h("select", null, ...servers.map((s, i) => h("option", { value: String(i), dir: "auto" }, [s.name || s.description, s.url].filter(Boolean).join(" – "))), h("option", { value: "custom" }, "Another address…"));
  select.value = choice.custom !== undefined ? "custom" : String(choice.index);
  const holder = h("div");
  const preview = h("p", { class: "help" });
  const refresh = () => {
    const { url, problem } = baseURL(model.api.servers, undefined, choice, location.href);
    preview.textContent = url ? `Requests go to ${url.href}` : (problem ?? "");
  };
  const draw = () => {
    const custom = select.value === "custom";
    choice.custom = custom ? (choice.custom ?? "") : undefined;
    choice.index = custom ? choice.index : Number(select.value);
    if (custom) {
      const input = h("input", { type: "url", placeholder: "https://api.example.com" });
      input.value = choice.custom ?? "";
      input.addEventListener("input", () => ((choice.custom = input.value), refresh()));
      fill(holder, field("Address", input, "For safety, this page may only call the addresses that were allowed when it was made; others are blocked by the browser."));
    } else {
      const variables = servers[choice.index]?.variables ?? [];
      fill(holder, ...variables.map((variable) => {
        const values = variable.enum?.length ? [...new Set([variable.default, ...variable.enum])] : undefined;
        const input = values ? h("select", null, ...values.map((v) => h("option", { value: v }, v))) : h("input", { type: "text" });
        input.value = choice.variables.get(variable.name) ?? variable.default;
        input.addEventListener("input", () => (choice.variables.set(variable.name, input.value), refresh()));
        return field(variable.name, input, variable.description);
      }));
    }
    refresh();
  };
  select.addEventListener("change", draw);
  draw();
  const dialog = open("Server", h("div", { class: "scrolled" }, field("Server", select), holder, preview), () => {
    if (choice.custom === "") choice.custom = undefined;
    session.choice = choice;
    dialog.close();
    session.changed();
  });
}

// serverName is the short name of the chosen server, for the header.
export function serverName(app: App): string {
  const { choice } = app.session;
  const text = choice.custom ?? fillServer(app.model.api.servers[choice.index] ?? app.model.api.servers[0] ?? { url: "/" }, choice.variables);
  const { url } = baseURL(app.model.api.servers, undefined, choice, location.href);
  return url ? url.host : text;
}
