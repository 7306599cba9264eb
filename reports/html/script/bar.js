// The bar that tells how far the review is, the marks in the list, and the filter by what is decided.
const subjectsOf = (element) => [
  "match " + idOf(element),
  "note " + idOf(element),
  ...[...element.querySelectorAll("[data-finding]")].map((line) => "finding " + line.dataset.finding),
];

const mark = (element, found) => {
  const place = element.querySelector(".chips") ?? element.querySelector("summary") ?? element.cells[1];
  let chip = place.querySelector(".reviewed");
  if (!found.length) {
    chip?.remove();
    return;
  }
  if (!chip) {
    chip = document.createElement("b");
    place.append(" ", chip);
  }
  const clash = found.some(([, decided]) => inConflict(decided));
  chip.className = clash ? "reviewed clashing" : "reviewed";
  chip.textContent = say(clash ? "clashing" : "decided");
};

// The targets that a decision is on: one, or as many as a finding stands at.
let places = null;
const placesOf = (subject) => {
  places ??= (() => {
    const found = new Map();
    const itemAt = new Map(items().map((item) => [item.element, item]));
    const add = (name, element) => {
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(itemAt.get(element));
    };
    for (const { element } of items()) add(idOf(element), element);
    for (const line of document.querySelectorAll(".item [data-finding]")) add("finding " + line.dataset.finding, line.closest(".item"));
    return found;
  })();
  return places.get(subject.startsWith("finding ") ? subject : subject.slice(subject.indexOf(" ") + 1)) ?? [];
};

const drawItem = (item) => {
  const found = subjectsOf(item.element).map((subject) => [subject, on(subject)]).filter(([, decided]) => decided.length);
  const clash = found.some(([, decided]) => inConflict(decided));
  item.options[item.options.length - 1] = clash ? CLASH : found.length ? DECIDED : OPEN;
  mark(item.element, found);
};

const drawBar = () => {
  const waiting = unsaved();
  byId("told").textContent = decisions.size
    ? say(waiting ? "waiting" : "allsaved", { n: decisions.size, waiting })
    : say("nothing");
  byId("undo").disabled = !done.length;
  byId("export").disabled = !decisions.size && !waiting;
  byId("rename").hidden = !reviewer;
  byId("rename").textContent = say("as", { by: reviewer });
  byId("denied").hidden = shelf !== null && !full;
};

const redraw = (subject) => {
  for (const [box, home] of homeOf.get(subject) ?? []) draw(box, home);
  for (const item of placesOf(subject)) drawItem(item);
  drawBar();
};

const redrawAll = () => {
  for (const [box, home] of [...homeOf.values()].flat()) draw(box, home);
  const touched = new Set(items().filter((item) => item.options.at(-1) !== OPEN));
  for (const decision of decisions.values()) for (const item of placesOf(thing(decision))) touched.add(item);
  for (const item of touched) drawItem(item);
  drawBar();
};

byId("undo").addEventListener("click", () => {
  const { changes: [[key]], exported: file } = undo();
  const [subject] = JSON.parse(key);
  byId("told").textContent = say("undone", { what: file ? say("importing") : subjectName(subject) });
});
byId("rename").addEventListener("click", () => {
  next = null;
  asked.querySelector("input").value = reviewer;
  asked.showModal();
});
// A field that is being filled in when the page goes is taken down first.
addEventListener("pagehide", () => document.activeElement?.blur());
addEventListener("beforeunload", (event) => {
  if ((shelf === null || full) && unsaved()) event.preventDefault();
});
addEventListener("storage", ({ key }) => {
  if (key !== KEPT && key !== NAME) return;
  reviewer = recall(NAME) ?? reviewer;
  load();
  done.length = 0;
  redrawAll();
});
