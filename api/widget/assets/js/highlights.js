// Marks in the person's own messages the words that answers were read from.

import { make } from "./dom.js";
import { say } from "./words.js";

const SHORTEST = 3;

/** Mark the words of all answers, anew. */
export function markWords(log, answers) {
  const spans = Object.values(answers).flatMap((answer) => answer.evidence);
  for (const bubble of log.querySelectorAll(".from-person .words")) mark(bubble, spans);
}

function mark(bubble, spans) {
  // Places are counted in characters, as the server counts them, not in halves of a pair.
  const text = [...bubble.textContent];
  const used = new Array(text.length).fill(false);
  for (const span of spans) {
    const start = placeOf(span, text);
    if (start >= 0) used.fill(true, start, start + [...span.text].length);
  }
  const note = bubble.parentElement.querySelector(".mark-note");
  if (!used.includes(true)) {
    if (bubble.childElementCount) bubble.textContent = text.join("");
    note?.remove();
    return;
  }
  bubble.replaceChildren(...pieces(text, used));
  if (!note) bubble.after(make("small", { class: "mark-note" }, say("chat.marked")));
}

/** Where a span stands in a text: at its own place, or wherever its words are. */
function placeOf(span, text) {
  if (text.slice(span.start, span.end).join("") === span.text) return span.start;
  if (span.text.length < SHORTEST) return -1;
  const at = text.join("").indexOf(span.text);
  return at < 0 ? -1 : [...text.join("").slice(0, at)].length;
}

function pieces(text, used) {
  const made = [];
  for (let start = 0, end = 0; start < text.length; start = end) {
    while (end < text.length && used[end] === used[start]) end += 1;
    const words = text.slice(start, end).join("");
    made.push(used[start] ? make("mark", {}, words) : words);
  }
  return made;
}
