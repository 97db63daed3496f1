// A button that opens a small menu of links above everything else.
import { button, h, newID } from "./dom";

export function popup(label: string, name: string, items: HTMLElement[]): HTMLElement {
  const id = newID("menu");
  const list = h("ul", { id, popover: "auto", class: "popup" }, ...items.map((item) => h("li", null, item)));
  const opener = button(label, () => list.togglePopover(), { class: "quiet", "aria-label": name, "aria-expanded": "false", "aria-controls": id });
  list.addEventListener("toggle", (event) => {
    const shown = (event as ToggleEvent).newState === "open";
    opener.setAttribute("aria-expanded", String(shown));
    if (!shown) return;
    // Popups lie in a layer of their own, so the place is worked out here.
    const at = opener.getBoundingClientRect();
    const box = list.getBoundingClientRect();
    const below = at.bottom + 6 + box.height < innerHeight;
    list.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - 6 - box.height)}px`;
    list.style.left = `${Math.max(8, at.right - box.width)}px`;
    list.querySelector<HTMLElement>("a,button")?.focus();
  });
  list.addEventListener("click", () => list.hidePopover());
  return h("span", null, opener, list);
}
