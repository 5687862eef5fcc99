// A question, or a whole page of them, as one form. What is wrong is said as in the GOV.UK Design
// System: a summary that gets the focus, with links, and a line at each field.

import { answerWords, nameOf } from "./definitions.js";
import { onceActive } from "./choices.js";
import { make, unseen } from "./dom.js";
import { field } from "./fields.js";
import { say } from "./words.js";

const WITH_BOXES = new Set(["date_time", "person", "place", "vehicle", "contact"]);

/** The questions of a page by their ids, each with what its answer must look like; else undefined. */
const questionsOf = (input) => input?.schema.anyOf?.[1].properties;

/** What a message says of its page's first question; the others are asked by the form below it. */
export function headOf({ input }) {
  const [first] = Object.values(questionsOf(input) ?? {});
  return first && [first.description, first["x-last-time"]].filter(Boolean).join("\n");
}

/** Whether a message is answered with a form: a page of questions, or one with boxes of its own. */
export const takesForm = ({ input }) => Boolean(input && (questionsOf(input) || WITH_BOXES.has(input.kind)));

/** The form for a message. `send` gets {answer, question, words, decline}. */
export function answerForm({ asked, form, state, audience, send }) {
  const page = questionsOf(asked.input) ?? { [asked.question.id]: asked.input.schema };
  const fields = Object.entries(page).map(([id, schema], i) => questionField(form.byId.get(id), schema, { state, audience, foremost: i === 0 }));
  const summary = make("div", { class: "error-summary", role: "alert", tabindex: "-1", hidden: true });
  const submit = make("button", { class: "main" }, say("chat.continue"));
  const element = make("form", { class: "answer-form", novalidate: true, autocomplete: "off" }, summary, ...fields.map((one) => one.element), submit);
  if (fields.length === 1) element.append(make("p", { class: "hint" }, say("fields.own_words")));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true") return;
    const answers = check(fields, summary, (answered, blank) => sendAnswers(asked, form, answered, blank, send));
    if (answers) sendAnswers(asked, form, answers, [], send);
  });
  return element;
}

function sendAnswers(asked, form, answers, decline, send) {
  const question = asked.question.id;
  const answer = questionsOf(asked.input) ? answers : answers[question];
  send({ answer, question, words: answerWords(form, question, answer), decline });
}

/** The foremost question is asked by the message itself, so its field only bears its name. */
function questionField(question, schema, { state, audience, foremost }) {
  const [prompt, ...rest] = foremost || !schema.description ? [] : schema.description.split("\n");
  const made = field({
    question,
    schema,
    label: prompt || nameOf(question),
    hint: prompt ? rest.join("\n") : question.help,
    known: foremost ? "" : (schema["x-last-time"] ?? ""),
    value: answerSoFar(question, state.answers),
    audience,
  });
  return Object.assign(made, { id: question.id, name: nameOf(question) });
}

/** The answer there is already; the parts of a group stand one by one in the state. */
function answerSoFar({ id }, answers) {
  if (answers[id]) return answers[id].value ?? undefined;
  const items = [];
  for (const [key, entry] of Object.entries(answers)) {
    const match = key.startsWith(`${id}[`) && /\[(\d+)\]\.(.+)$/.exec(key);
    if (match) (items[match[1]] ??= {})[match[2]] = entry.value;
  }
  return items.length ? items : undefined;
}

/** The answers by question; undefined where something is to be put right first. */
function check(fields, summary, goOn) {
  const wrong = fields.flatMap((one) => one.problems().map((text) => ({ one, text })));
  const answers = Object.fromEntries(fields.map((one) => [one.id, one.read()]).filter(([, value]) => value !== undefined));
  const blank = fields.filter((one) => !(one.id in answers));
  for (const one of fields) markField(one, wrong.find((problem) => problem.one === one)?.text);
  if (wrong.length) return showSummary(summary, say("fields.problem"), wrong);
  if (blank.length === fields.length) {
    if (fields.length === 1) markField(fields[0], say("fields.answer_one"));
    return showSummary(summary, say("fields.problem"), [{ one: fields[0], text: say("fields.answer_one") }]);
  }
  if (!blank.length) return answers;
  const without = make(
    "button",
    { type: "button", class: "main plain", onclick: onceActive(() => goOn(answers, blank.map((one) => one.id))) },
    say("fields.blank_unknown"),
  );
  const links = blank.map((one) => ({ one, text: one.name }));
  return showSummary(summary, say("fields.blank_title"), links, make("p", {}, say("fields.blank_words")), without);
}

/** Focus goes to the summary: the person has just asked to go on. */
function showSummary(summary, title, problems, ...rest) {
  const links = problems.map(({ one, text }) =>
    make("li", {}, make("a", { href: `#${one.first.id ||= `first-${one.id}`}`, onclick: (event) => goTo(event, one) }, text)),
  );
  summary.replaceChildren(make("h2", { class: "part-title" }, title), make("ul", {}, ...links), ...rest);
  summary.hidden = false;
  summary.focus();
  summary.scrollIntoView({ block: "nearest" });
}

function goTo(event, one) {
  event.preventDefault(); // the address stays as it is
  one.first.focus();
}

function markField(one, text) {
  one.element.querySelector(":scope > .field-error")?.remove();
  one.element.classList.toggle("wrong", Boolean(text));
  one.first.toggleAttribute("aria-invalid", Boolean(text));
  if (!text) return;
  const id = `error-${one.id}`;
  one.first.setAttribute("aria-invalid", "true");
  one.first.setAttribute("aria-errormessage", id);
  const error = make("p", { class: "field-error", id }, unseen(say("fields.error")), text);
  one.element.querySelector("legend, label").after(error);
}
