// Adds filters, sorting and links to a page that can be read without it.
(() => {
  "use strict";
  const list = document.getElementById("list");
  const panel = document.getElementById("filters");
  const query = document.getElementById("q");
  const shown = document.getElementById("shown");
  const selects = [...panel.querySelectorAll("select")];
  const sorter = selects.find((select) => select.name === "sort");
  const facets = selects.filter((select) => select !== sorter);
  const groups = document.querySelectorAll("#uncovered, #uncovered tbody");
  const items = [...document.querySelectorAll(".item")].map((element, place) => ({
    element,
    place,
    tokens: new Set(element.dataset.k.split(" ")),
    keys: element.dataset.s.split(" ").map((key) => (key === "-" ? Infinity : Number(key))),
    text: null,
  }));
  let order = "";

  // Full-width and half-width, upper and lower case, spaces: none of them should hide a hit.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  const holds = (item, words) => {
    if (item.text === null) item.text = plain(item.element.textContent);
    return words.every((word) => item.text.includes(word));
  };

  const sort = () => {
    if (sorter.value === order) return;
    order = sorter.value;
    const key = sorter.selectedOptions[0].dataset.key;
    const compare = (a, b) => (a.keys[key] === b.keys[key] ? 0 : a.keys[key] < b.keys[key] ? -1 : 1);
    const sorted = key === undefined ? items : [...items].sort((a, b) => compare(a, b) || a.place - b.place);
    // Moving the targets while the list is out of the page spares the browser a layout for each.
    const after = list.nextSibling;
    const parent = list.parentNode;
    list.remove();
    list.append(...sorted.map((item) => item.element).filter((element) => element.localName === "article"));
    parent.insertBefore(list, after);
  };

  const apply = () => {
    const tokens = facets.map((select) => select.selectedOptions[0].dataset.token).filter(Boolean);
    const words = query.value.split(/\s+/).map(plain).filter(Boolean);
    let count = 0;
    for (const item of items) {
      const fits = tokens.every((token) => item.tokens.has(token)) && holds(item, words);
      if (item.element.hidden === fits) item.element.hidden = !fits;
      count += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector(".item:not([hidden])");
    sort();
    const wording = count === items.length ? "all" : count ? "some" : "none";
    document.getElementById("reset").hidden = !state();
    shown.textContent = shown.dataset[wording].replace("%n", count).replace("%all", items.length);
  };

  const state = () => {
    const kept = new URLSearchParams();
    for (const control of [query, ...selects]) if (control.value) kept.set(control.name || "q", control.value);
    return kept.toString();
  };

  const restore = (text) => {
    const kept = new URLSearchParams(text);
    query.value = kept.get("q") || "";
    for (const select of selects) {
      select.value = kept.get(select.name) || "";
      if (select.selectedIndex < 0) select.selectedIndex = 0;
    }
    apply();
  };

  const keep = () => history.replaceState(null, "", "#" + (state() || "items"));

  const reveal = (element) => {
    if (element.hidden) restore("");
    const details = element.querySelector("details");
    if (details) details.open = true;
    element.scrollIntoView();
    element.querySelector("summary, a").focus({ preventScroll: true });
  };

  const follow = () => {
    const hash = location.hash.slice(1);
    const element = hash && document.getElementById(hash);
    if (element && element.classList.contains("item")) reveal(element);
    else if (hash.includes("=")) restore(hash);
    // Targets far off the screen have no height until they come near, which moves what stands after them.
    else if (element) requestAnimationFrame(() => requestAnimationFrame(() => element.scrollIntoView()));
  };

  let waiting = 0;
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { apply(); keep(); }, 120);
  });
  panel.addEventListener("change", (event) => { if (event.target !== query) { apply(); keep(); } });
  document.getElementById("reset").addEventListener("click", () => { restore(""); keep(); });
  document.querySelector(".to-filters").addEventListener("click", () => { panel.open = true; });
  const setOpen = (open) => {
    for (const { element } of items) {
      const details = element.querySelector("details");
      if (details && !element.hidden) details.open = open;
    }
  };
  document.getElementById("open").addEventListener("click", () => setOpen(true));
  document.getElementById("close").addEventListener("click", () => setOpen(false));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (!link) return;
    event.preventDefault();
    restore(link.dataset.filter);
    keep();
    document.getElementById("items").scrollIntoView();
  });
  list.addEventListener("keydown", (event) => {
    const here = event.target.closest("summary");
    if (!here || event.ctrlKey || event.metaKey || event.altKey || !"jk".includes(event.key)) return;
    let next = here.closest(".item");
    do next = event.key === "j" ? next.nextElementSibling : next.previousElementSibling; while (next && next.hidden);
    if (next) next.querySelector("summary").focus();
  });
  const closed = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) { details.open = true; closed.push(details); }
  });
  addEventListener("afterprint", () => { while (closed.length) closed.pop().open = false; });
  addEventListener("hashchange", follow);

  panel.hidden = false;
  document.getElementById("bar").hidden = false;
  if (innerWidth < 992) panel.open = false;
  apply();
  // The browser moves the focus to the fragment itself once the page is there; ours comes after.
  addEventListener("load", follow);
})();
