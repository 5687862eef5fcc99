// How messages look: plain lines, lists, the report as a list of answers, and urgent cards.

import { make, unseen } from "./dom.js";
import { say } from "./words.js";

const BULLET = "• ";
// Ends the lines that show an answer with the words it came from, in any language: (you said: “…”)
const SOURCE = /\([^():\n]+: [“”„].*\)$/m;

/**
 * A message of the assistant as an element. With `ring` it gets a button that rings 999; `card`
 * stands in the place of the lines that hold one of the `hidden` words.
 */
export function assistantMessage(message, { ring = false, card = null, hidden = [], text = message.text } = {}) {
  const review = message.question?.id === "review";
  const kind = message.urgent ? "urgent" : card ? "sent" : review ? "review" : "";
  return make(
    "div",
    { class: `message from-assistant card ${kind}`, dir: "auto", tabindex: "-1" },
    unseen(say(message.urgent ? "chat.said_urgently" : "chat.said_by_assistant")),
    ...textBlocks(text, review || SOURCE.test(text), hidden),
    ring ? make("a", { class: "ring big", href: "tel:999" }, say("chat.ring")) : null,
    card,
  );
}

/** What the person said, as an element. */
export function personMessage(text) {
  const words = make("span", { class: "words" }, text);
  return make("div", { class: "message from-person", dir: "auto" }, unseen(say("chat.said_by_person")), words);
}

/** The words of a person's entry: its text, or the labels of what was chosen. */
export function personWords(entry, choices) {
  const label = (value) => choices.find((choice) => choice.value === value)?.label ?? plain(value);
  if (entry.text != null) return entry.text;
  if (entry.choice != null) return label(entry.choice);
  if (entry.choices != null) return entry.choices.map(label).join(", ");
  return entry.words ?? say("chat.answered");
}

function plain(value) {
  const name = String(value).replaceAll("_", " ");
  return name.startsWith("change:") ? say("chat.change_this", { name: name.slice(7) }) : name;
}

/** Paragraphs and lists: of answers, or plain. */
function textBlocks(text, answers, hidden) {
  const blocks = [];
  const lines = text.split("\n").filter((line) => !hidden.some((word) => word && line.includes(word)));
  // The first line of a confirmation is its heading.
  if (hidden.length) lines.splice(1, 0, "");
  for (const line of lines) addLine(blocks, line, answers);
  return blocks.filter((block) => block.childNodes.length);
}

function addLine(blocks, line, answers) {
  const last = blocks.at(-1);
  if (line.startsWith(BULLET)) {
    const list = ["UL", "DL"].includes(last?.tagName) ? last : make(answers ? "dl" : "ul");
    list.append(...(answers ? answerRow(line) : [make("li", {}, line.slice(BULLET.length))]));
    if (list !== last) blocks.push(list);
  } else if (line.trim() === "") {
    blocks.push(make("p"));
  } else if (last?.tagName === "P" && last.childNodes.length) {
    last.append(make("br"), line);
  } else {
    blocks.push(make("p", {}, line));
  }
}

/** "• Label: answer (you said: …)" as a term and its description. */
function answerRow(line) {
  const [label, ...rest] = line.slice(BULLET.length).split(": ");
  const [answer, source] = split(rest.join(": "));
  const words = source && make("span", { class: "source" }, source);
  return [make("div", {}, make("dt", {}, label), make("dd", { dir: "auto" }, answer, words))];
}

function split(answer) {
  const at = answer.search(SOURCE);
  return at < 0 ? [answer, null] : [answer.slice(0, at), answer.slice(at)];
}
