// The decisions: their values, what the browser keeps of them, undo.
const review = byId("review");
const about = JSON.parse(byId("about").textContent);
const rows = about.rows.map(([id, words, text]) => ({ id, words, text }));
const rowOf = new Map(rows.map((row) => [row.id, row]));
const say = (name, values = {}) =>
  review.dataset[name].replace(/%(\w+)/g, (whole, key) => (key in values ? values[key] : whole));

const SCHEMA = "reconcile-decisions/1";
const ACTIONS = { match: ["confirm", "reject", "choose"], finding: ["accept", "waive"], note: [] };
const KEYS = {
  match: ["kind", "action", "target", "outcomes", "by", "date", "note", "target_words", "outcome_words"],
  finding: ["kind", "action", "fingerprint", "rule", "target", "outcome", "by", "date", "note"],
  note: ["kind", "target", "by", "date", "note", "target_words"],
};

const NAME = "reconcile-reviewer";
const KEPT = SCHEMA + " " + about.key;
let reviewer = recall(NAME) ?? "";
// By what they are on and whose they are, and those on one thing together.
const decisions = new Map();
const subjects = new Map();
let exported = new Map();
const done = [];

const thing = (decision) => decision.kind + " " + (decision.kind === "finding" ? decision.fingerprint : decision.target);
const keyOf = (decision) => JSON.stringify([thing(decision), decision.by]);
const inOrder = (decision) => JSON.stringify(Object.fromEntries(KEYS[decision.kind].map((key) => [key, decision[key]])));
const on = (subject) => [...(subjects.get(subject)?.values() ?? [])];
const mine = (subject) => decisions.get(JSON.stringify([subject, reviewer]));
// As the program settles them: other rows chosen, or a row both chosen and rejected; a finding accepted and waived.
const inConflict = (found) => {
  if (found.length < 2 || found[0].kind === "note") return false;
  const choices = found.filter((decision) => decision.action !== "reject");
  const ways = new Set(choices.map((one) => (one.kind === "match" ? JSON.stringify([...one.outcomes].sort()) : one.action)));
  const chosen = new Set(choices.flatMap((decision) => decision.outcomes ?? []));
  return ways.size > 1 || found.some((one) => one.action === "reject" && one.outcomes.some((id) => chosen.has(id)));
};
const unsaved = () =>
  new Set([...decisions.keys(), ...exported.keys()].filter((key) => {
    const now = decisions.get(key);
    return exported.get(key) !== (now && inOrder(now));
  })).size;

const put = (key, decision) => {
  const [subject, by] = JSON.parse(key);
  if (!subjects.has(subject)) subjects.set(subject, new Map());
  for (const [map, place] of [[decisions, key], [subjects.get(subject), by]]) {
    if (decision) map.set(place, decision);
    else map.delete(place);
  }
};

const load = () => {
  try {
    const kept = JSON.parse(recall(KEPT) ?? "{}");
    decisions.clear();
    subjects.clear();
    for (const decision of kept.decisions ?? []) put(keyOf(decision), decision);
    exported = new Map(kept.exported ?? []);
  } catch {
    // What another program left under our name is not ours to read, and is written over by the next decision.
  }
};
const save = () => remember(KEPT, JSON.stringify({ decisions: [...decisions.values()], exported: [...exported] }));

const today = () => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
};

// Takes one decision down, or withdraws it.
const decide = (subject, decision) => {
  const key = JSON.stringify([subject, reviewer]);
  done.push({ changes: [[key, decisions.get(key)]] });
  put(key, decision && { ...decision, by: reviewer, date: today() });
  save();
  redraw(subject);
};

// Takes back the last step, be it one decision or a whole file brought in.
const undo = () => {
  const step = done.pop();
  for (const [key, before] of step.changes) put(key, before);
  if (step.exported) exported = step.exported;
  save();
  redrawAll();
  return step;
};
