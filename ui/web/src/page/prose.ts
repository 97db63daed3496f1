// Descriptions: the common part of Markdown, as elements. Markup in them stays
// text.
import { safeLink } from "../core/text";
import { type Child, h, link } from "./dom";

export function prose(text: string): HTMLElement {
  const blocks = toBlocks(text.slice(0, 20_000));
  const box = h("div", { class: "prose", dir: "auto" }, ...blocks.slice(0, 3));
  if (blocks.length > 3) box.append(h("details", { class: "open" }, h("summary", null, "Read more"), ...blocks.slice(3)));
  return box;
}

function toBlocks(text: string): HTMLElement[] {
  const out: HTMLElement[] = [];
  const parts = text.replace(/\r\n?/g, "\n").split(/(^```[^\n]*\n[\s\S]*?^```[ \t]*$)/m);
  for (const part of parts) {
    if (part.startsWith("```")) {
      out.push(h("pre", { tabindex: "0" }, part.replace(/^```[^\n]*\n/, "").replace(/\n?```[ \t]*$/, "")));
      continue;
    }
    for (const block of part.split(/\n{2,}/)) {
      const lines = block.split("\n").filter((line) => line.trim() !== "");
      if (lines.length === 0) continue;
      if (lines.every((line) => /^\s*([-*+]|\d+[.)])\s/.test(line))) out.push(h("ul", null, ...lines.map((line) => h("li", null, ...inline(line.replace(/^\s*([-*+]|\d+[.)])\s+/, ""))))));
      else if (/^#{1,6}\s/.test(lines[0]!)) {
        out.push(h("p", null, h("strong", null, ...inline(lines[0]!.replace(/^#+\s+/, "")))));
        if (lines.length > 1) out.push(...toBlocks(lines.slice(1).join("\n")));
      } else out.push(h("p", null, ...inline(lines.join(" "))));
    }
  }
  return out;
}

// line is a text of one paragraph.
export function line(text: string): HTMLElement {
  return h("bdi", null, ...inline(text.slice(0, 5000)));
}

const mark = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^()\s]+)\)|<(https?:\/\/[^>\s]+)>/g;

function inline(text: string): Child[] {
  const out: Child[] = [];
  let last = 0;
  for (const found of text.matchAll(mark)) {
    out.push(text.slice(last, found.index));
    last = found.index + found[0].length;
    const [whole, code, strong, title, address, bare] = found;
    const href = address || bare ? safeLink(address ?? bare!) : undefined;
    if (code) out.push(h("code", null, code));
    else if (strong) out.push(h("strong", null, strong));
    else if (href) out.push(link(h("bdi", null, title ?? bare!), href));
    else out.push(title ?? whole);
  }
  out.push(text.slice(last));
  return out;
}
