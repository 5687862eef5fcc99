// What has been gathered: section by section, with how far it is, the words each answer came
// from, and a button that changes it.

import { definition, nameOf } from "./definitions.js";
import { byId, make, unseen } from "./dom.js";
import { onceActive } from "./choices.js";
import { say } from "./words.js";

const CHANGEABLE = new Set(["interview", "review", "decision"]);
const LONGEST = 160;
const MOST_OPEN = 12; // more answers than that, and only the section being asked stands open

const seen = new Set(); // the forms that this conversation has been in, in their order
let drawn = 0;

/** The ids of those forms. */
export const formsSeen = () => [...seen];

/** Show a state, or nothing; `choose` gets {choice: "change:…"}. */
export async function showGathered(state, choose) {
  const mine = (drawn += 1);
  if (state) seen.add(state.form);
  else seen.clear();
  const forms = (await Promise.all(formsSeen().map(definition))).filter(Boolean);
  if (mine !== drawn) return;
  const sections = state ? sectionsOf(forms, state, choose) : [];
  const count = sections.reduce((sum, one) => sum + one.querySelectorAll("dt").length, 0);
  byId("open-gathered").dataset.count = count ? String(count) : "";
  byId("gathered-list").replaceChildren(
    make("p", { class: "soft" }, say(hintOf(state, sections))),
    ...sections,
  );
}

function hintOf(state, sections) {
  if (state?.submissions.length && !CHANGEABLE.has(state.stage)) return "gathered.sent";
  return sections.length ? "gathered.change_hint" : "gathered.empty";
}

function sectionsOf(forms, state, choose) {
  const shown = new Set();
  const answered = new Set(Object.keys(state.answers).map((key) => key.split("[")[0]));
  const few = answered.size <= MOST_OPEN;
  return forms.flatMap((form) =>
    Object.entries(form.sections).map(([id, title]) => {
      const questions = form.questions.filter((question) => question.section === id && !shown.has(question.id));
      const now = questions.some((question) => question.id === state.question);
      const rows = questions.flatMap((question) => {
        const entries = entriesOf(question.id, state.answers);
        if (!entries.length || question.computed) return [];
        shown.add(question.id);
        return [row(question, entries, CHANGEABLE.has(state.stage) ? choose : null)];
      });
      return section(title, rows, now, few);
    }),
  );
}

/** The entries of an answer; those of a group stand one by one and belong together by number. */
function entriesOf(id, answers) {
  if (answers[id]) return [answers[id]];
  const groups = [];
  for (const [key, entry] of Object.entries(answers)) {
    const match = key.startsWith(`${id}[`) && /\[(\d+)\]/.exec(key);
    if (match) (groups[match[1]] ??= []).push(entry);
  }
  return groups.map((parts) => ({
    display: parts.map((part) => part.display).join(", "),
    evidence: parts.flatMap((part) => part.evidence),
  }));
}

function section(title, rows, now, few) {
  const summary = make(
    "summary",
    {},
    make("span", { class: "section-name" }, title),
    now ? make("span", { class: "badge now" }, say("gathered.now")) : null,
    rows.length
      ? make("span", { class: "badge some" }, unseen(say("gathered.count")), String(rows.length))
      : make("span", { class: "badge" }, say("gathered.nothing_yet")),
  );
  if (!rows.length) return make("div", { class: `section blank ${now ? "current" : ""}` }, ...summary.childNodes);
  return make("details", { class: `section ${now ? "current" : ""}`, open: now || few }, summary, make("dl", {}, ...rows));
}

function row(question, entries, choose) {
  const spoken = [...new Set(entries.flatMap((entry) => entry.evidence).map((span) => span.text))];
  const change = () => {
    byId("gathered-sheet").close();
    choose({ choice: `change:${question.id}` });
  };
  return make(
    "div",
    {},
    make("dt", {}, nameOf(question)),
    make(
      "dd",
      { dir: "auto" },
      ...entries.map((entry) => make("p", {}, short(entry.display))),
      spoken.length ? make("p", { class: "source" }, say("chat.you_said", { words: short(spoken.join(" … ")) })) : null,
    ),
    choose && changeButton(nameOf(question), change),
  );
}

/** In a definition list only terms and descriptions may stand. */
export function changeButton(name, change) {
  const button = { type: "button", class: "quiet", onclick: onceActive(change) };
  return make("dd", { class: "change" }, make("button", button, say("chat.change"), unseen(` ${name}`)));
}

const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text);
