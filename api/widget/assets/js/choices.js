// What can be answered under the last message: buttons, a list to tick, or a form. The choices
// are the server's; only their rank is decided here.

import { byId, make } from "./dom.js";
import { say } from "./words.js";

const RESERVED = new Set(["dont_know", "prefer_not_to_say", "skip", "back"]);
const CHANGE = "change:";
const NONE = "none";

const area = byId("choices");

/** Show the choices of a message, or its `form`. `choose` gets {choice} or {choices}. */
export function showChoices(message, choose, form = null) {
  thawChoices();
  const parts = message ? partsOf(message, choose, form) : [];
  area.replaceChildren(...parts);
  area.hidden = parts.length === 0;
}

/** Once answered, the old choices can't be used any more; they keep their place meanwhile. */
export function freezeChoices() {
  for (const control of area.querySelectorAll("button, input, textarea, select")) {
    control.setAttribute("aria-disabled", "true");
  }
  area.classList.add("frozen");
}

/** Usable again, because the answer did not count. */
export function thawChoices() {
  for (const control of area.querySelectorAll("[aria-disabled]")) {
    control.removeAttribute("aria-disabled");
  }
  area.classList.remove("frozen");
}

function partsOf(message, choose, form) {
  const offered = message.choices.filter((choice) => !choice.value.startsWith(CHANGE));
  const reserved = offered.filter((choice) => RESERVED.has(choice.value));
  const main = form ? [] : offered.filter((choice) => !RESERVED.has(choice.value));
  const single = (choice) => button(choice, choose, main.length === 1 && !message.multiple);
  return [
    message.progress?.remaining ? progress(message.progress) : null,
    form,
    main.length && message.multiple ? tickList(main, choose, message.input?.schema["x-heard"]) : null,
    main.length && !message.multiple ? make("div", { class: "main-choices" }, ...main.map(single)) : null,
    reserved.length ? make("div", { class: "other-choices" }, ...reserved.map((c) => quiet(c, choose))) : null,
  ].filter(Boolean);
}

function button(choice, choose, primary) {
  const danger = choice.value === "danger_now" ? "danger" : "";
  const rank = primary || choice.value === "send" ? "main" : "choice";
  return make(
    "button",
    { type: "button", class: `${rank} ${danger}`, onclick: onceActive(() => choose({ choice: choice.value })) },
    choice.label,
  );
}

const quiet = (choice, choose) =>
  make(
    "button",
    { type: "button", class: "quiet", onclick: onceActive(() => choose({ choice: choice.value })) },
    choice.label,
  );

/** A frozen control keeps the focus, so that a keyboard user is not thrown to the top; it does nothing. */
export function onceActive(action) {
  return (event) => {
    if (event.currentTarget.getAttribute("aria-disabled") !== "true") action(event);
  };
}

function tickList(main, choose, words) {
  const problem = make("p", { class: "problem", role: "alert" });
  const ticks = tickBoxes(main, words);
  const send = onceActive(() => {
    const choices = ticks.values();
    problem.textContent = choices.length ? "" : say("chat.tick_one");
    if (choices.length) choose({ choices });
  });
  const go = make("button", { type: "button", class: "main", onclick: send }, say("chat.continue"));
  return make("div", { class: "tick-list" }, ticks.element, problem, go);
}

/** A list to tick; beside each option, the `words` that speak for its value. */
export function tickBoxes(options, words = {}, attributes = {}) {
  const boxes = options.map((option) => make("input", { type: "checkbox", value: option.value, ...attributes }));
  const labels = options.map((option, i) =>
    make("label", { class: "tick" }, boxes[i], make("span", {}, option.label, heard(words[option.value]))),
  );
  for (const box of boxes) {
    box.addEventListener("click", (event) => area.classList.contains("frozen") && event.preventDefault());
    box.addEventListener("change", () => keepNoneAlone(box, boxes));
  }
  return {
    element: make("div", { class: "ticks" }, ...labels),
    boxes,
    values: () => boxes.filter((box) => box.checked).map((box) => box.value),
  };
}

/** The person's own words that speak for an option. */
export const heard = (words) => (words ? make("small", { class: "heard" }, say("practitioner.from_words", { words })) : null);

/** "None of these" and anything else can't both be ticked. */
function keepNoneAlone(changed, boxes) {
  if (!changed.checked) return;
  for (const box of boxes) {
    if (box !== changed && (box.value === NONE || changed.value === NONE)) box.checked = false;
  }
}

function progress({ answered, remaining }) {
  const bar = make("progress", { max: answered + remaining, value: answered, "aria-hidden": "true" });
  return make("div", { class: "progress" }, bar, make("span", {}, say("chat.progress", { answered, remaining })));
}
