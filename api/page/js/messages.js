// How messages look: plain lines, lists, the report as a list of answers, and urgent cards.

import { make, unseen } from "./dom.js";

const BULLET = "• ";

/** A message of the assistant as an element; `extra` elements stand below its text. */
export function assistantMessage(message, { ring = false, extra = [], hidden = [] } = {}) {
  const review = message.question?.id === "review";
  const kind = message.urgent ? "urgent" : review ? "review" : "";
  return make(
    "div",
    { class: `message from-assistant card ${kind}`, dir: "auto", tabindex: "-1" },
    unseen(message.urgent ? "Urgent: " : "Assistant: "),
    ...textBlocks(message.text, review, hidden),
    ring ? make("a", { class: "ring big", href: "tel:999" }, "Ring 999") : null,
    ...extra,
  );
}

/** What the person said, as an element. */
export function personMessage(text) {
  return make("div", { class: "message from-person", dir: "auto" }, unseen("You: "), text);
}

/** The words of a person's entry: its text, or the labels of what was chosen. */
export function personWords(entry, choices) {
  const label = (value) => choices.find((choice) => choice.value === value)?.label ?? plain(value);
  if (entry.text != null) return entry.text;
  if (entry.choice != null) return label(entry.choice);
  if (entry.choices != null) return entry.choices.map(label).join(", ");
  return "(answered)";
}

const plain = (value) => String(value).replace(/^change:/, "Change: ").replaceAll("_", " ");

/** Paragraphs and lists; lines that hold one of `hidden` are left out. */
function textBlocks(text, review, hidden) {
  const blocks = [];
  const lines = text.split("\n").filter((line) => !hidden.some((word) => line.includes(word)));
  for (const line of lines) addLine(blocks, line, review);
  return blocks.filter((block) => block.childNodes.length);
}

function addLine(blocks, line, review) {
  const last = blocks.at(-1);
  if (line.startsWith(BULLET)) {
    const list = ["UL", "DL"].includes(last?.tagName) ? last : make(review ? "dl" : "ul");
    list.append(...(review ? answerRow(line) : [make("li", {}, line.slice(BULLET.length))]));
    if (list !== last) blocks.push(list);
  } else if (line.trim() === "") {
    blocks.push(make("p"));
  } else if (last?.tagName === "P" && last.childNodes.length) {
    last.append(make("br"), line);
  } else {
    blocks.push(make("p", {}, line));
  }
}

/** "• Label: answer" of the review, as a term and its description. */
function answerRow(line) {
  const [label, ...rest] = line.slice(BULLET.length).split(": ");
  return [make("div", {}, make("dt", {}, label), make("dd", { dir: "auto" }, rest.join(": ")))];
}
