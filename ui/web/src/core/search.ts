// Search over everything that the page can show.
import type { Model } from "./model";
import { hrefOf } from "./link";

export interface Hit {
  title: string;
  detail: string;
  href: string;
}

export class SearchIndex {
  private readonly entries: (Hit & { words: string; head: string })[] = [];

  constructor(model: Model) {
    for (const resource of model.app.resources) {
      this.add(resource.title, resource.group || "Resource", hrefOf("r", resource.id), resource.id);
      for (const { operation, view } of model.placesOf(resource)) {
        this.add(view.title, `${operation.method} ${operation.path}`, hrefOf("op", operation.id), `${operation.id} ${resource.title} ${operation.summary ?? ""}`);
      }
    }
  }

  private add(title: string, detail: string, href: string, more: string): void {
    this.entries.push({ title, detail, href, head: title.toLowerCase(), words: `${title} ${detail} ${more}`.toLowerCase() });
  }

  // find gives the entries that hold every word, those that begin with the
  // text first.
  find(text: string, limit = 40): Hit[] {
    const needle = text.trim().toLowerCase();
    if (needle === "") return [];
    const words = needle.split(/\s+/);
    const scored: [number, Hit][] = [];
    for (const entry of this.entries) {
      if (!words.every((w) => entry.words.includes(w))) continue;
      const score = entry.head === needle ? 0 : entry.head.startsWith(needle) ? 1 : entry.head.includes(needle) ? 2 : 3;
      scored.push([score, entry]);
    }
    return scored.sort((a, b) => a[0] - b[0]).slice(0, limit).map(([, hit]) => hit);
  }
}
