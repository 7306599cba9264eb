// The dialog in which the rows that answer a target are chosen. Their words stand once in the page.
const chooser = byId("chooser");
const finder = chooser.querySelector("input[type=search]");
const offered = chooser.querySelector("ul");
const MOST = 60;
let picked = new Set();
let settled = null;
let ranked = [];

const pairsOf = (text) => {
  const letters = plain(text);
  return new Set([...letters].slice(1).map((sign, place) => letters[place] + sign));
};
// Where many targets are told of, the words of a row stand only at the target that it answers.
const tellers = new Map();
const textOfRow = (row) => {
  if (row.text !== undefined) return row.text;
  if (!tellers.size) for (const { element } of items()) for (const place of element.dataset.rows.split(" ")) tellers.set(rows[place], element);
  const element = tellers.get(row);
  const parts = [element.querySelector(".restated") ?? element.querySelector("h3"), element.querySelector(".doc:not(.restated)")];
  row.text = parts.map((part) => (part ? printed(part).trim() : "")).find(Boolean) ?? "";
  return row.text;
};
const short = (text) => ([...text].length > 60 ? [...text].slice(0, 59).join("").trimEnd() + "…" : text);
// Rows are offered by the pairs of characters that they share with the target, as a reader would look for them.
const rank = (words) => {
  const sought = pairsOf(words);
  for (const row of rows) {
    row.plain ??= plain(row.id + "\n" + textOfRow(row));
    row.pairs ??= pairsOf(row.text);
    let common = 0;
    for (const pair of row.pairs) common += sought.has(pair);
    row.like = common / Math.sqrt(row.pairs.size + 1);
  }
  return [...rows].sort((a, b) => b.like - a.like);
};

const offer = () => {
  const words = finder.value.split(/\s+/).map(plain).filter(Boolean);
  const fits = ranked.filter((row) => !picked.has(row.id) && words.every((word) => row.plain.includes(word)));
  const exact = (row) => (plain(row.id) === words[0] ? 0 : 1);
  if (words.length === 1) fits.sort((a, b) => exact(a) - exact(b));
  const listed = [...[...picked].map((id) => rowOf.get(id)), ...fits.slice(0, MOST)];
  offered.replaceChildren(...listed.map((row) => {
    const line = copyOf("row-choice");
    const box = line.querySelector("input");
    box.value = row.id;
    box.checked = picked.has(row.id);
    line.querySelector(".id").textContent = row.id;
    line.querySelector(".words").textContent = short(row.text);
    return line;
  }));
  chooser.querySelector("[role=status]").textContent = say("offered", { n: fits.length, shown: Math.min(fits.length, MOST) });
};

const chooseRows = (element, own, then) => {
  const target = idOf(element);
  const words = element.localName === "tr" ? ownWords(element.cells[1]) : printed(element.querySelector("h3"));
  picked = new Set(own?.action === "choose" ? own.outcomes : []);
  settled = then;
  ranked = rank(words);
  finder.value = "";
  chooser.querySelector(".for").textContent = target + " " + words;
  chooser.querySelector(".problem").hidden = true;
  offer();
  chooser.showModal();
  offered.scrollTop = 0;
};

finder.addEventListener("input", offer);
offered.addEventListener("change", ({ target }) => {
  if (target.checked) picked.add(target.value);
  else picked.delete(target.value);
  chooser.querySelector(".problem").hidden = true;
});
chooser.querySelector("[data-ok]").addEventListener("click", () => {
  chooser.querySelector(".problem").hidden = picked.size > 0;
  if (!picked.size) return;
  chooser.close();
  // Printed order, so that the same choice gives the same file however it was made.
  settled(rows.filter((row) => picked.has(row.id)).map((row) => row.id));
});
