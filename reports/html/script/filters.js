// Filters, search and order: which targets are shown, and how many each further choice would leave.
const groups = [...document.querySelectorAll("#uncovered, #uncovered tbody")];
const batches = [...list.querySelectorAll(":scope > .batch")];
const batchSize = batches[0]?.childElementCount;
const shown = byId("shown");
const countsOf = boxes.map((box) => box.closest("li").querySelector(".n"));
let order = "";

// How many targets of a batch are shown: what the browser takes its height from while it is not drawn.
const tellBatch = (batch) => {
  let count = 0;
  for (const element of batch.children) count += !element.hidden;
  batch.hidden = !count;
  batch.style.setProperty("--shown", count);
};

const sort = () => {
  if (sorter.value === order) return;
  order = sorter.value;
  const key = sorter.selectedOptions[0].dataset.key;
  const compare = (a, b) => (a.keys[key] === b.keys[key] ? 0 : a.keys[key] < b.keys[key] ? -1 : 1);
  const sorted = key === undefined ? items() : [...items()].sort((a, b) => compare(a, b) || a.place - b.place);
  // Moving the targets while the list is out of the page spares the browser a layout for each.
  const after = list.nextSibling;
  const parent = list.parentNode;
  list.remove();
  const articles = sorted.map((item) => item.element).filter((element) => element.localName !== "tr");
  if (batches.length) for (const batch of batches) batch.append(...articles.splice(0, batchSize));
  else list.append(...articles);
  batches.forEach(tellBatch);
  parent.insertBefore(list, after);
};

// A choice within a filter widens, a further filter narrows. What a filter counts follows all the others.
const select = () => {
  const chosen = new Uint8Array(boxes.length);
  const counts = new Uint32Array(boxes.length);
  const words = search.value.split(/\s+/).map(plain).filter(Boolean);
  let asked = 0;
  boxes.forEach((box, place) => {
    if (!box.checked) return;
    chosen[place] = 1;
    asked |= 1 << facetOf[place];
  });
  let count = 0;
  const turned = [];
  for (const item of items()) {
    let met = 0;
    for (const option of item.options) if (chosen[option]) met |= 1 << facetOf[option];
    const missing = asked & ~met;
    const near = (missing & (missing - 1)) === 0 && holds(item, words);
    if (near) for (const option of item.options) if (!missing || missing === 1 << facetOf[option]) counts[option]++;
    const fits = near && !missing;
    count += fits;
    if (item.element.hidden === fits) turned.push([item.element, fits]);
  }
  return { count, counts, turned };
};

const said = boxes.map(() => -1);
const tellCounts = (counts) => boxes.forEach((box, place) => {
  if (said[place] === counts[place]) return;
  said[place] = counts[place];
  countsOf[place].textContent = counts[place];
  box.closest("li").classList.toggle("nothing", !counts[place]);
});

const tellShown = (count) => {
  const wording = count === total ? "all" : count ? "some" : "none";
  shown.textContent = shown.dataset[wording].replace("%n", count).replace("%all", total);
};

// The first few thousand at once, the rest over the next frames: what is seen does not wait for what is not.
let turning = 0;
const turnTo = (turned) => {
  cancelAnimationFrame(turning);
  const some = () => {
    const touched = new Set();
    for (const [element, fits] of turned.splice(0, 3000)) {
      element.hidden = !fits;
      touched.add(element.parentNode);
    }
    for (const parent of touched) if (parent.className === "batch") tellBatch(parent);
    for (const group of groups) group.hidden = !group.querySelector(".item:not([hidden])");
    if (turned.length) turning = requestAnimationFrame(some);
  };
  some();
};

const apply = () => {
  const { count, counts, turned } = select();
  turnTo(turned);
  sort();
  tellCounts(counts);
  tellShown(count);
  byId("reset").hidden = !state();
  for (const facet of panel.querySelectorAll(".facet")) {
    facet.querySelector(".picked").textContent = facet.querySelectorAll(":checked").length || "";
  }
};
