// Decisions out of the page as a file, and files of others into it.
const findingsHere = () => [...document.querySelectorAll("[data-finding]")];

// The order of the file: that of the plan, then what the decision is on, then who decided.
const sorted = () => {
  const place = new Map(items().map((item) => [idOf(item.element), item.place]));
  const kinds = Object.keys(KEYS);
  const at = (decision) => place.get(decision.target) ?? Infinity;
  const text = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return [...decisions.values()].sort((a, b) =>
    (at(a) === at(b) ? 0 : at(a) - at(b)) ||
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || text(thing(a), thing(b)) || text(a.by, b.by));
};
const fileText = () => JSON.stringify(
  { schema: SCHEMA, inputs: about.inputs, decisions: sorted().map((decision) => JSON.parse(inOrder(decision))) }, null, 2,
) + "\n";

const exportFile = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([fileText()], { type: "application/json" }));
  link.download = "decisions-" + reviewer.replace(/[^\p{L}\p{N}._-]+/gu, "_") + ".json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  exported = new Map([...decisions].map(([key, decision]) => [key, inOrder(decision)]));
  save();
  drawBar();
};

const isText = (value) => typeof value === "string";
// A day that no month has would be told as one of the next month.
const isDay = (value) =>
  isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(value + "T00:00Z").toJSON()?.startsWith(value) === true;
const isName = (value) => isText(value) && value.trim() !== "";
const isWords = (value) => isText(value) && /^[0-9a-f]{16}$/.test(value);
const FORMS = {
  target: [(value, kind) => isText(value) || (kind === "finding" && value === null), '"133"'],
  outcome: [(value) => isText(value) || value === null, '"141" | null'],
  outcomes: [(value) => Array.isArray(value) && value.every(isName) && new Set(value).size === value.length, '["141"]'],
  outcome_words: [(value) => value?.constructor === Object && Object.values(value).every(isWords), '{"141": "0123456789abcdef"}'],
  target_words: [isWords, '"0123456789abcdef"'],
  fingerprint: [isName, '"…"'],
  rule: [isText, '"shortfall"'],
  by: [isName, '"…"'],
  date: [isDay, "YYYY-MM-DD"],
  note: [isText, '"…"'],
};

// What a file need not say.
const LEFT_OUT = { match: { note: "" }, finding: { target: null, outcome: null, note: "" }, note: {} };
const whole = (decision) => (decision === null ? null : { ...LEFT_OUT[decision.kind], ...decision });

// The first thing in a file that is not as it must be: where, and what was expected there.
const fault = (file) => {
  if (file?.schema !== SCHEMA) return ["schema", SCHEMA];
  if (!Array.isArray(file.decisions)) return ["decisions", "[…]"];
  for (const [number, given] of file.decisions.entries()) {
    const decision = whole(given);
    const where = `decisions[${number}]`;
    const keys = KEYS[decision?.kind];
    if (!keys) return [where + ".kind", Object.keys(KEYS).join(" | ")];
    const { kind } = decision;
    const strange = Object.keys(decision).find((key) => !keys.includes(key));
    if (strange) return [where + "." + strange, keys.join(", ")];
    if (kind !== "note" && !ACTIONS[kind].includes(decision.action)) return [where + ".action", ACTIONS[kind].join(" | ")];
    for (const key of keys) {
      if (key in FORMS && !FORMS[key][0](decision[key], kind)) return [where + "." + key, FORMS[key][1]];
    }
    if (kind === "match") {
      if (decision.action === "reject" && !decision.outcomes.length) return [where + ".outcomes", FORMS.outcomes[1]];
      const pinned = JSON.stringify(Object.keys(decision.outcome_words).sort());
      if (pinned !== JSON.stringify([...decision.outcomes].sort())) return [where + ".outcome_words", FORMS.outcome_words[1]];
    }
    if ((kind === "note" || decision.action === "waive") && !decision.note.trim()) return [where + ".note", '"…"'];
  }
  return null;
};

// Whether what a decision is on stands in this page, in the words that it was made on.
const fitting = () => {
  const targets = new Map(items().map(({ element }) => [idOf(element), element.dataset.words]));
  const found = new Set(findingsHere().map((line) => line.dataset.finding));
  return (decision) => {
    if (decision.kind === "finding") return found.has(decision.fingerprint);
    if (targets.get(decision.target) !== decision.target_words) return false;
    return (decision.outcomes ?? []).every((id) => rowOf.get(id)?.words === decision.outcome_words[id]);
  };
};

const merge = (given) => {
  const fits = fitting();
  const told = { taken: [], same: [], older: [], void: [], clash: [] };
  const step = { changes: [], exported: new Map(exported) };
  for (const decision of given) {
    const key = keyOf(decision);
    const there = decisions.get(key);
    if (!fits(decision)) told.void.push(decision);
    else if (there && inOrder(there) === inOrder(decision)) told.same.push(decision);
    else if (there && there.date > decision.date) told.older.push(decision);
    else if (there && there.date === decision.date) told.clash.push(decision);
    else {
      step.changes.unshift([key, there]);
      put(key, decision);
      exported.set(key, inOrder(decision));
      told.taken.push(decision);
      if (inConflict(on(thing(decision)))) told.clash.push(decision);
    }
  }
  if (step.changes.length) done.push(step);
  save();
  return told;
};

const nameOf = (decision) => {
  const target = decision.target === null ? say("notarget") : say("target", { id: decision.target });
  return decision.kind === "finding" ? target + " · " + decision.rule : target;
};
const subjectName = (subject) => {
  const [kind] = subject.split(" ", 1);
  const id = subject.slice(kind.length + 1);
  if (kind !== "finding") return say("target", { id });
  const line = findingsHere().find((found) => found.dataset.finding === id);
  return line ? nameOf(findingHome(line).make()) : say("notarget");
};

const report = byId("imported");
const tell = (sentences, lines) => {
  const paragraph = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  report.querySelector(".said").replaceChildren(...sentences.map((text) => paragraph("p", text)));
  report.querySelector("ul").replaceChildren(...lines.map((text) => paragraph("li", text)));
  report.showModal();
};

const importFile = async (file) => {
  let content;
  try {
    content = JSON.parse((await file.text()).replace(/^\uFEFF/, ""));
  } catch {
    return tell([say("nojson", { file: file.name })], []);
  }
  const wrong = fault(content);
  if (wrong) return tell([say("wrong", { file: file.name, where: wrong[0], expected: wrong[1] })], []);
  const told = merge(content.decisions.map(whole));
  redrawAll();
  const counted = Object.entries(told).filter(([kind, found]) => found.length || kind === "taken");
  const listed = [...told.clash.map((decision) => on(thing(decision))
    .filter((other) => other.by !== decision.by || inOrder(other) !== inOrder(decision)).concat(decision)), ...told.void.map((one) => [one])];
  return tell(
    counted.map(([kind, found]) => say("import_" + kind, { n: found.length })),
    listed.map((found) => nameOf(found[0]) + say("colon") + found.map(spoken).join(" / ")),
  );
};

byId("import").addEventListener("change", ({ target }) => {
  if (target.files.length) importFile(target.files[0]).finally(() => { target.value = ""; });
});
byId("export").addEventListener("click", () => named(exportFile));
