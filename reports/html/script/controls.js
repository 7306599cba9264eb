// The controls of decisions at every target and finding; they are made when their target is first seen open.
const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);
// The fragment of a target holds its id, each character that a fragment cannot hold as ~ and its code.
const idOf = (element) => decodeURIComponent(element.id.slice("target-".length).replaceAll("~", "%"));
const rowsOf = (element) => element.dataset.rows.split(" ").filter(Boolean).map((place) => rows[place]);
const homeOf = new Map();

// The name is asked for once; what was about to be done is done as soon as there is one.
const asked = byId("reviewer");
let next = null;
const named = (act) => {
  if (reviewer) return act();
  next = act;
  asked.querySelector("input").value = "";
  asked.showModal();
};
const setName = () => {
  const name = asked.querySelector("input").value.trim();
  asked.querySelector(".problem").hidden = name !== "";
  if (!name) return asked.querySelector("input").focus();
  reviewer = name;
  remember(NAME, name);
  asked.close();
  redrawAll();
  next?.();
  next = null;
};
asked.querySelector("[data-ok]").addEventListener("click", setName);
asked.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  // Else the key would press the button that gets the focus back.
  event.preventDefault();
  setName();
});

const withRows = (decision) => {
  const ids = decision.outcomes.join(say("and"));
  return say("action_" + decision.action) + say("gap") + (ids ? say("rows", { ids }) : say("norow"));
};
const spoken = (decision) =>
  say("said", {
    by: decision.by,
    date: decision.date,
    what: decision.kind === "match" ? withRows(decision) : say("action_" + (decision.action ?? "note")),
  }) + (decision.note ? say("colon") + decision.note : "");

const show = (box, part, on) => {
  const element = box.querySelector(part);
  if (element) element.hidden = !on;
};
// The button that an own decision stands in; none where it is on other rows than those that the target has now.
const actOf = (own, here) => {
  if (own?.kind !== "match") return own?.action;
  if (own.action === "choose") return own.outcomes.length ? "choose" : "none";
  const all = here.length > 0 && here.every((id) => own.outcomes.includes(id));
  return all && (own.action === "reject" || here.length === own.outcomes.length) ? own.action : undefined;
};
// Shows what was decided: the reviewer's own in the buttons and the field, the others' in words.
const draw = (box, { subject, rows: here }) => {
  const own = mine(subject);
  const act = actOf(own, here);
  for (const button of box.querySelectorAll("[data-act]")) {
    button.setAttribute("aria-pressed", String(button.dataset.act === act));
  }
  const field = box.querySelector("input, textarea");
  if (document.activeElement !== field) field.value = own?.note ?? "";
  if (own) delete box.dataset.waiting;
  const waits = "waiting" in box.dataset;
  show(box, ".reason", own || waits);
  show(box, ".problem", waits);
  field.setAttribute("aria-invalid", String(waits));
  const told = box.querySelector(".chosen");
  if (told) told.textContent = own && act !== "none" && (act === "choose" || !act) ? withRows(own) : "";
  const found = on(subject);
  const others = box.querySelector(".others");
  others.replaceChildren(...found.filter((decision) => decision.by !== reviewer).map((decision) => {
    const line = document.createElement("li");
    line.textContent = spoken(decision);
    return line;
  }));
  show(box, ".clash", inConflict(found));
};

const change = (box, subject, decision) => named(() => {
  delete box.dataset.waiting;
  decide(subject, decision);
});

const press = (box, home, act) => {
  const { subject } = home;
  const own = mine(subject);
  const note = box.querySelector("input").value.trim();
  if (act === "choose") return named(() => chooseRows(home.element, own, (ids) => change(box, subject, home.make("choose", note, ids))));
  if (actOf(own, home.rows) === act) return change(box, subject, undefined);
  if (act === "waive" && !note) {
    return named(() => {
      if (own) decide(subject, undefined);
      box.dataset.waiting = "waive";
      draw(box, home);
      box.querySelector("input").focus();
    });
  }
  return change(box, subject, act === "none" ? home.make("choose", note, []) : home.make(act, note));
};

const write = (box, home) => {
  const { subject } = home;
  const own = mine(subject);
  const note = box.querySelector("input, textarea").value.trim();
  if (home.kind === "note") {
    if (note !== (own?.note ?? "")) change(box, subject, note ? home.make("note", note) : undefined);
  } else if (box.dataset.waiting && note) {
    change(box, subject, home.make("waive", note));
  } else if (own && own.note !== note) {
    if (own.action === "waive" && !note) {
      box.dataset.waiting = "waive";
      decide(subject, undefined);
    } else {
      change(box, subject, { ...own, note });
    }
  }
};

const fill = (box, home) => {
  box.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) press(box, home, act);
  });
  box.addEventListener("change", () => write(box, home));
  homeOf.set(home.subject, [...(homeOf.get(home.subject) ?? []), [box, home]]);
  draw(box, home);
  return box;
};

const matchHome = (element) => {
  const target = idOf(element);
  const subject = "match " + target;
  const here = rowsOf(element).map((row) => row.id);
  const make = (action, note, ids) => {
    // A row rejected before stays rejected when the next one is.
    const before = action === "reject" && mine(subject)?.action === "reject" ? mine(subject).outcome_words : {};
    const outcomes = ids ?? [...new Set([...Object.keys(before), ...here])].sort();
    const outcome_words = Object.fromEntries(outcomes.map((id) => [id, rowOf.get(id)?.words ?? before[id]]));
    return { kind: "match", action, target, outcomes, note, target_words: element.dataset.words, outcome_words };
  };
  return { kind: "match", subject, element, rows: here, make };
};
const noteHome = (element) => {
  const target = idOf(element);
  const make = (_, note) => ({ kind: "note", target, note, target_words: element.dataset.words });
  return { kind: "note", subject: "note " + target, element, make };
};
const findingHome = (line) => {
  const { finding: fingerprint, rule, outcome } = line.dataset;
  const element = line.closest(".item");
  // A finding that names no row is on the only one that its target has.
  const row = outcome ?? (element ? rowsOf(element)[0]?.id : null);
  const make = (action, note) => ({
    kind: "finding", action, fingerprint, rule, target: element ? idOf(element) : null, outcome: row || null, note,
  });
  return { kind: "finding", subject: "finding " + fingerprint, element, make };
};

const dressTarget = (element, body) => {
  const box = copyOf("decide-target");
  const matched = rowsOf(element).length > 0;
  for (const button of box.querySelectorAll("[data-act=confirm], [data-act=reject]")) button.hidden = !matched;
  fill(box.querySelector(".on-match"), matchHome(element));
  fill(box.querySelector(".on-note"), noteHome(element));
  body.insertBefore(box, body.querySelector(":scope > .perma"));
};
const dressFindings = (lines) => {
  for (const line of lines) line.append(fill(copyOf("decide-finding"), findingHome(line)));
};

const dressed = new WeakSet();
const dress = (element) => {
  if (dressed.has(element)) return;
  dressed.add(element);
  dressFindings(element.querySelectorAll("[data-finding]"));
  dressTarget(element, element.querySelector(".body"));
};
// Whoever expands thousands of targets sees a few of them.
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting || !detailsOf(entry.target).open) continue;
    seen.unobserve(entry.target);
    dress(entry.target);
  }
}, { rootMargin: "50% 0px" });
byId("list").addEventListener("toggle", (event) => {
  const element = event.target.matches(".item") ? event.target : event.target.parentElement;
  if (element.matches(".item") && event.target.open && !dressed.has(element)) seen.observe(element);
}, true);

// A row of the table of uncovered targets has its controls in a row of their own below.
byId("uncovered")?.addEventListener("click", (event) => {
  const button = event.target.closest(".decide-row");
  if (!button) return;
  const element = button.closest(".item");
  if (!dressed.has(element)) {
    dressed.add(element);
    const below = document.createElement("tr");
    const cell = below.insertCell();
    below.className = "below";
    cell.colSpan = 3;
    element.after(below);
    dressTarget(element, cell);
  } else {
    element.nextElementSibling.hidden = !element.nextElementSibling.hidden;
  }
  button.setAttribute("aria-expanded", String(!element.nextElementSibling.hidden));
});
