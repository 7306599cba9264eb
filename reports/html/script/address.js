// The view in the address: a link reproduces it, and a link to one target opens that target.
const state = () => {
  const kept = new URLSearchParams();
  if (search.value) kept.append("q", search.value);
  for (const box of boxes) if (box.checked) kept.append(box.name, box.value);
  if (sorter.value) kept.append("sort", sorter.value);
  return kept.toString();
};

const restore = (text) => {
  const kept = new URLSearchParams(text);
  search.value = kept.get("q") ?? "";
  for (const box of boxes) {
    box.checked = kept.getAll(box.name).includes(box.value);
    if (box.checked) box.closest("details").open = true;
  }
  sorter.value = kept.get("sort") ?? "";
  if (sorter.selectedIndex < 0) sorter.selectedIndex = 0;
  apply();
};

const keep = () => history.replaceState(null, "", "#" + (state() || "items"));

const reveal = (element) => {
  if (element.hidden) {
    restore("");
    element.hidden = false;
  }
  const details = detailsOf(element);
  if (details) details.open = true;
  element.scrollIntoView();
  element.querySelector("summary, a").focus({ preventScroll: true });
};

const follow = () => {
  const hash = location.hash.slice(1);
  let element = hash && byId(hash);
  if (element && element.classList.contains("item")) reveal(element);
  else if (hash.includes("=")) restore(hash);
  // Targets far off the screen have no height until they come near, which moves what stands after them.
  else if (element) requestAnimationFrame(() => requestAnimationFrame(() => element.scrollIntoView()));
};

let waiting = 0;
search.addEventListener("focus", gatherWords);
search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { apply(); keep(); }, 120);
});
panel.addEventListener("change", (event) => { if (event.target !== search) { apply(); keep(); } });
byId("reset").addEventListener("click", () => { restore(""); keep(); search.focus(); });
document.querySelector(".to-filters").addEventListener("click", () => { panel.open = true; });
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-filter]");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", "#" + link.dataset.filter);
  restore(link.dataset.filter);
  byId("items").scrollIntoView();
});
addEventListener("hashchange", follow);
addEventListener("popstate", follow);
