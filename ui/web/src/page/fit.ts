// A table that is wider than its place leaves out its last columns, which are
// on the page of each row anyway, and says so.
import { button, h } from "./dom";

const least = 1; // the column that always stays

// fit calls show with the number of columns that there is room for, again
// whenever the width changes, and returns what goes below the table.
export function fit(box: HTMLElement, columns: number, show: (shown: number) => void): HTMLElement {
  const more = button("", () => {
    observer.disconnect();
    show(columns);
    more.remove();
    box.focus();
  }, { class: "quiet more-columns", hidden: true });
  // The ruler is as wide as the table's place, and what is hidden does not
  // change its size: an observed table would wake its own observer.
  const ruler = h("div");
  const observer = new ResizeObserver(() => {
    let shown = columns;
    show(shown);
    while (shown > least && box.scrollWidth > box.clientWidth) show(--shown);
    more.hidden = shown === columns;
    more.textContent = columns - shown === 1 ? "1 more column" : `${columns - shown} more columns`;
  });
  observer.observe(ruler);
  return h("div", null, ruler, more);
}
