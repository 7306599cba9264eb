// Expand, collapse, print, and the keys of the page. No key is taken from a field that is being filled in.
const setOpen = (open) => {
  const left = shownItems().map(detailsOf).filter((details) => details && details.open !== open);
  const some = () => {
    for (const details of left.splice(0, 400)) details.open = open;
    if (left.length) requestAnimationFrame(some);
  };
  some();
};
byId("open").addEventListener("click", () => setOpen(true));
byId("close").addEventListener("click", () => setOpen(false));

const step = (by) => {
  const all = shownItems();
  const here = itemHere();
  const next = here ? all[all.indexOf(here) + by] : all[0];
  if (next) goTo(next);
};

const turn = (element, open) => {
  const details = element && detailsOf(element);
  if (!details) return;
  details.open = open ?? !details.open;
  goTo(element);
};

const help = byId("help");
const switched = byId("keys-on");
const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  e: () => turn(itemHere()),
  "/": () => { panel.open = true; search.focus(); search.select(); },
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (key === "Escape") {
    if (target === search && search.value === "") goTo(shownItems()[0] ?? byId("bar"));
    else if (target.closest("details.item[open], .item details[open]") && !target.matches("input, textarea")) turn(target.closest(".item"), false);
    return;
  }
  if (!ACTS[key] || !switched.checked || target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  event.preventDefault();
  ACTS[key]();
});
byId("show-help").addEventListener("click", () => help.showModal());
document.addEventListener("click", (event) => {
  if (event.target.closest("dialog [data-close]")) event.target.closest("dialog").close();
});
switched.checked = recall("reconcile-keys") !== "off";
switched.addEventListener("change", () => remember("reconcile-keys", switched.checked ? "on" : "off"));

const closed = [];
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open])")) { details.open = true; closed.push(details); }
});
addEventListener("afterprint", () => { while (closed.length) closed.pop().open = false; });
