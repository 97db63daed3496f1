// A small way to write elements. Text goes in as text and nothing else: there
// is no way to pass markup.

export type Child = Node | string | undefined | null | false;

type Value = string | number | boolean | undefined | null;
export interface Props {
  on?: { [event: string]: (event: Event) => void };
  data?: { [name: string]: string | undefined };
  [attribute: string]: Value | object;
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name === "on" || name === "data" || value === undefined || value === null || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [name, value] of Object.entries(props?.data ?? {})) {
    if (value !== undefined) element.setAttribute("data-" + name, value);
  }
  for (const [event, listener] of Object.entries(props?.on ?? {})) element.addEventListener(event, listener);
  element.append(...kept(children));
  return element;
}

function kept(children: Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child !== undefined && child !== null && child !== false);
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...kept(children));
}

// foreign holds a text of the API. Its writing direction stays inside.
export function foreign(text: string, props?: Props): HTMLElement {
  return h("bdi", props ?? null, text);
}

let last = 0;
export function newID(prefix: string): string {
  return `${prefix}-${++last}`;
}

export function button(label: string, act: () => void, props: Props = {}): HTMLButtonElement {
  return h("button", { type: "button", ...props, on: { click: act } }, label);
}

export function link(label: Child, href: string, props: Props = {}): HTMLAnchorElement {
  const outside = !href.startsWith("#");
  return h("a", { href, ...(outside ? { rel: "noopener noreferrer", target: "_blank" } : {}), ...props }, label);
}

// icon draws one of the page's own figures.
export function icon(name: keyof typeof figures): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [k, v] of Object.entries({ viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true", class: "icon" })) svg.setAttribute(k, v);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", figures[name]);
  svg.append(path);
  return svg;
}

const figures = {
  lock: "M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v6.5h-9z",
  server: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
  plus: "M8 3v10M3 8h10",
  left: "M10 3 5 8l5 5",
  right: "m6 3 5 5-5 5",
};
