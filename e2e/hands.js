// What a person sees and touches, as a library for the tests. It is put before
// each expression that they evaluate, and leaves nothing in the page.
const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
const tidy = (text) => (text ?? "").replace(/[\u2066-\u2069\u200e\u200f]/g, "").replace(/\s+/g, " ").trim();

// The topmost layer: an open dialog hides everything else from the user.
const top_ = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;

// name is what a screen reader would call an element, roughly.
const name = (e) => {
  const by = e.getAttribute("aria-labelledby");
  if (by) return tidy(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  const label = e.getAttribute("aria-label");
  if (label) return tidy(label);
  const of = e.labels?.[0] ?? (e.tagName === "FIELDSET" ? e.querySelector(":scope > legend") : undefined);
  if (of) {
    const copy = of.cloneNode(true);
    copy.querySelectorAll(".required,.optional").forEach((x) => x.remove());
    return tidy(copy.textContent);
  }
  return tidy(e.innerText ?? e.textContent);
};

const all = (selector, within) => [...(within ?? top_()).querySelectorAll(selector)].filter(shown);
const only = (found, what) => {
  if (found.length === 0) throw new Error("there is no " + what);
  return found[0];
};

// called says whether an element goes by a word: its name for people, or the
// name of the field that it stands for.
const called = (e, word) => e.dataset.field === word || e.dataset.scheme === word || name(e) === word;

// inside finds the group that a path such as "delivery / city" begins with.
const inside = (path) => {
  const steps = path.split(" / ");
  const last = steps.pop();
  let within = top_();
  for (const step of steps) {
    const groups = all("fieldset,[role=group],[data-field],.choice", within);
    within = only(groups.filter((e) => called(e, step)), `group “${step}” of ${groups.map(name).join(", ")}`);
  }
  return [within, last];
};
const field = (path) => {
  const [within, word] = inside(path);
  const fields = all("input,select,textarea", within);
  return only(fields.filter((e) => called(e, word)), `field “${path}” of ${fields.map(name).join(", ")}`);
};
const press = (path) => {
  const [within, word] = inside(path);
  const found = all("button,a[href],summary,[role=tab],[role=menuitem]", within);
  return only(found.filter((e) => called(e, word)), `button or link “${path}” of ${found.map(name).join(", ")}`);
};

// way is the link or button that leads to an operation; sender the button that
// sends its form.
const way = (operation, within) => only(all(`a[data-operation="${operation}"],button[data-operation="${operation}"]:not([data-submit])`, within), "way to " + operation);
const sender = (operation) => only(all(`button[data-submit][data-operation="${operation}"]`), "button that sends " + operation);
const row = (text) => only(all("main tbody tr").filter((r) => tidy(r.innerText).includes(text)), `row with “${text}”`);

// middle is where to click. What lies under something else cannot be clicked.
const middle = (e) => {
  e.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const box = e.getClientRects()[0];
  const x = box.left + box.width / 2;
  const y = box.top + box.height / 2;
  const hit = document.elementFromPoint(x, y);
  if (!hit || !(e.contains(hit) || hit.contains(e))) throw new Error(`“${name(e)}” is covered by ${hit?.outerHTML.slice(0, 200)}`);
  return { x, y };
};

const until = async (check, what, ms = 10000) => {
  const end = performance.now() + ms;
  for (;;) {
    let problem = "";
    try {
      const value = check();
      if (value) return value;
    } catch (cause) {
      problem = cause.message;
    }
    if (performance.now() > end) throw new Error(`waited in vain for ${what} ${problem}`);
    await new Promise((done) => setTimeout(done, 15));
  }
};
