// Sorting of the tables by their columns, and finding a pair by its name; the address keeps both of the league table.
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const letters = new Intl.Collator(document.documentElement.lang, { numeric: true });
const rowsOf = (table) => {
  const parts = [...table.querySelectorAll("tbody.part")];
  let part = -1;
  return [...table.querySelectorAll("tbody tr")].flatMap((row, place) => {
    if (!row.dataset.s) {
      part += parts.includes(row.parentNode);
      return [];
    }
    const keys = row.dataset.s.split(" ").map((key) => (key === "-" ? null : Number(key)));
    return { row, place, part, keys, name: row.querySelector("th").textContent };
  });
};

// What is missing stands last, whichever way is up; equals keep the order of the page.
const comparing = (key, up) => (a, b) => {
  const [one, other] = key === "name" ? [a.name, b.name] : [a.keys[key], b.keys[key]];
  if (one === null || other === null) return (one === null) - (other === null) || a.place - b.place;
  const order = key === "name" ? letters.compare(one, other) : one - other;
  return (up ? order : -order) || a.place - b.place;
};

// How many rows of a batch are shown: what the browser takes its height from while it is not drawn.
const tellBatch = (body) => {
  let count = 0;
  for (const row of body.rows) count += !row.hidden;
  body.hidden = !count;
  body.style.setProperty("--shown", count);
};

// Shares of goals are compared only among pairs that can be compared; for all else they are one list.
const APART = ["0", "6", "7"];
const sorted = (table) => {
  const headings = [...table.tHead.querySelectorAll("th[data-key]")];
  const parts = [...table.querySelectorAll("tbody.part")];
  const bodies = [...table.querySelectorAll("tbody:not(.part)")].map((body) => [body, body.rows.length]);
  let rows = null;
  const sort = (key, up) => {
    rows ??= rowsOf(table);
    for (const heading of headings) {
      if (heading.dataset.key !== key) heading.removeAttribute("aria-sort");
      else heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    }
    const apart = APART.includes(key);
    for (const part of parts) part.hidden = !apart;
    // The first key is the place in the order of the page, in which the worst is first.
    const compare = comparing(key, key === "0" ? !up : up);
    const order = [...rows].sort((a, b) => (apart && a.part - b.part) || compare(a, b)).map(({ row }) => row);
    for (const [body, size] of bodies) body.append(...order.splice(0, size));
    if (parts.length) for (const [body] of bodies) tellBatch(body);
  };
  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const now = heading.getAttribute("aria-sort");
      const up = now ? now === "descending" : heading.dataset.first === "up";
      sort(heading.dataset.key, up);
      table.dispatchEvent(new CustomEvent("sorted", { detail: { key: heading.dataset.key, up } }));
    });
  }
  return sort;
};

const sorts = new Map([...document.querySelectorAll("table.sorted")].map((table) => [table, sorted(table)]));
const league = document.querySelector("table.pairs");
if (league) {
  const field = document.getElementById("find");
  const shown = document.getElementById("shown");
  let named = null;
  let state = { key: "0", up: false };
  const find = () => {
    named ??= [...league.querySelectorAll("tr[data-s]")].map((row) => [row, plain(row.querySelector("th").textContent)]);
    const words = field.value.split(/\s+/).map(plain).filter(Boolean);
    let count = 0;
    for (const [row, name] of named) {
      const fits = words.every((word) => name.includes(word));
      count += fits;
      if (row.hidden === fits) row.hidden = !fits;
    }
    for (const body of league.querySelectorAll("tbody.rows")) tellBatch(body);
    const wording = count === named.length ? "all" : count ? "some" : "none";
    shown.textContent = shown.dataset[wording].replace("%n", count).replace("%all", named.length);
  };
  const keep = () => {
    const kept = new URLSearchParams();
    if (field.value) kept.set("find", field.value);
    if (state.key !== "0" || state.up) kept.set("sort", (state.up ? "" : "-") + state.key);
    history.replaceState(null, "", "#" + (kept.toString() || "league"));
  };
  const follow = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) return;
    const kept = new URLSearchParams(hash);
    field.value = kept.get("find") ?? "";
    const sort = kept.get("sort") ?? "-0";
    const key = sort.replace(/^-/, "");
    if (league.tHead.querySelector(`th[data-key="${CSS.escape(key)}"]`)) {
      state = { key, up: !sort.startsWith("-") };
      sorts.get(league)(key, state.up);
    }
    find();
  };
  league.addEventListener("sorted", ({ detail }) => {
    state = detail;
    keep();
  });
  let waiting = 0;
  field.addEventListener("input", () => {
    find();
    clearTimeout(waiting);
    waiting = setTimeout(keep, 200);
  });
  document.getElementById("bar").hidden = false;
  field.value = "";
  find();
  follow();
  addEventListener("hashchange", follow);
}
