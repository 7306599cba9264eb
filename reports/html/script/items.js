// The targets of the page, each with what filters and search need of it; gathered when first asked for.
const byId = (id) => document.getElementById(id);
const list = byId("list");

// Full-width and half-width, upper and lower case, spaces: none of them should hide a hit.
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

// What search looks in: the documents' words, people, findings; not the headings that every target has.
const WORDED = ".id, h3, .doc, .meta, .came, .goal > p, .found > li > p, .found q, .mile, .drift, .why, .dense .body > p";
const ownWords = (cell) =>
  [...cell.childNodes].filter((node) => !node.matches?.("button, .reviewed")).map((node) => node.textContent).join("");
const textOf = ({ element, text }) =>
  text ?? plain(
    (element.localName === "tr" ? [...element.cells].map(ownWords) : [...element.querySelectorAll(WORDED)].map((part) => part.textContent)).join("\n"),
  );

// Words of a document as it has them: without the numbers of goals, and without what a restatement left out.
const printed = (node) => {
  const copy = node.cloneNode(true);
  for (const put of copy.querySelectorAll("sup, del")) put.remove();
  return copy.textContent;
};

const panel = byId("filters");
const search = byId("q");
const sorter = panel.querySelector("select");
const boxes = [...panel.querySelectorAll("input[type=checkbox]")];
const facets = [...new Set(boxes.map((box) => box.name))];
const facetOf = boxes.map((box) => facets.indexOf(box.name));
const boxOf = new Map(boxes.map((box, place) => [box.dataset.token, place]));

const [OPEN, DECIDED, CLASH] = ["z0", "z1", "z2"].map((token) => boxOf.get(token));
const total = document.getElementsByClassName("item").length;
let gathered = null;
const items = () => gathered ??= [...document.querySelectorAll(".item")].map((element, place) => ({
  element,
  place,
  // The last of them says how far its review is.
  options: [...element.dataset.k.split(" ").map((token) => boxOf.get(token)), OPEN],
  keys: element.dataset.s.split(" ").map((key) => (key === "-" ? Infinity : Number(key))),
  text: null,
}));

// The words are gathered while the reader thinks of what to look for, a few milliseconds at a time.
const gatherWords = () => {
  const left = items().filter((item) => item.text === null);
  const some = (deadline) => {
    while (left.length && deadline.timeRemaining() > 2) {
      const item = left.pop();
      item.text = textOf(item);
    }
    if (left.length) requestIdleCallback(some);
  };
  if (left.length && window.requestIdleCallback) requestIdleCallback(some);
};

const holds = (item, words) => {
  if (!words.length) return true;
  item.text = textOf(item);
  return words.every((word) => item.text.includes(word));
};

// What the reader is at: the target with the focus, else the one at the top of the window.
const itemHere = () =>
  document.activeElement.closest(".item") ??
  document.elementFromPoint(list.getBoundingClientRect().left + 24, innerHeight / 4)?.closest(".item");
const shownItems = () => [...document.querySelectorAll(".item:not([hidden])")];
const detailsOf = (element) => (element.localName === "details" ? element : element.querySelector("details"));
const goTo = (element) => {
  element.scrollIntoView({ block: "nearest" });
  element.querySelector("summary, a").focus({ preventScroll: true });
};
