// The text box: grows with its text, Enter sends, nothing typed is lost.

import { byId } from "./dom.js";
import { remember, remembered } from "./session.js";
import { say } from "./words.js";

const LONGEST = 8000;
const COUNT_FROM = 7000;

const form = byId("composer");
const box = byId("text");
const count = byId("count");
const problem = byId("problem");

/** Call `send(text)` whenever the person sends; it returns whether the text was taken. */
export function startComposer(send) {
  box.value = remembered().draft ?? "";
  resize();
  box.addEventListener("input", () => {
    remember({ draft: box.value });
    showProblem("");
    resize();
  });
  box.addEventListener("keydown", (event) => {
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(send);
  });
}

function submit(send) {
  const text = box.value.trim();
  if (!text) {
    box.focus();
  } else if ([...text].length > LONGEST) {
    showProblem(say("chat.refused_413"));
  } else if (send(text)) {
    setText("");
  }
}

/** Put a text back that was refused, in front of anything typed since. */
export function giveBack(text) {
  setText(box.value.trim() ? `${text}\n${box.value}` : text);
}

/** Empty the box, without a draft. */
export function emptyBox() {
  setText("");
  showProblem("");
}

/** Say what is wrong, next to the box; "" takes it away. */
export function showProblem(text) {
  problem.textContent = text;
}

function setText(text) {
  box.value = text;
  remember({ draft: text });
  resize();
}

function resize() {
  box.style.height = "auto";
  // Its border isn't part of the scroll height.
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  const length = [...box.value].length;
  count.hidden = length < COUNT_FROM;
  count.textContent = count.hidden ? "" : say("chat.count", { length, longest: LONGEST });
}
