// The choices under the last message. They are the server's; only their rank is decided here.

import { byId, make } from "./dom.js";

const RESERVED = new Set(["dont_know", "prefer_not_to_say", "skip", "back"]);
const CHANGE = "change:";
const NONE = "none";

const area = byId("choices");

/** Show the choices of a message. `choose` gets {choice} or {choices}. */
export function showChoices(message, choose) {
  const parts = partsOf(message, choose);
  area.replaceChildren(...parts);
  area.hidden = parts.length === 0;
  area.inert = false;
}

/** Once answered, the old choices can't be used any more; they keep their place meanwhile. */
export function freezeChoices() {
  for (const control of area.querySelectorAll("button, input")) {
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

function partsOf(message, choose) {
  thawChoices();
  const offered = message?.choices ?? [];
  const changes = offered.filter((choice) => choice.value.startsWith(CHANGE));
  const reserved = offered.filter((choice) => RESERVED.has(choice.value));
  const main = offered.filter((choice) => !changes.includes(choice) && !reserved.includes(choice));
  const single = (choice) => button(choice, choose, main.length === 1 && !message.multiple);
  return [
    message?.progress?.remaining ? progress(message.progress) : null,
    main.length && message.multiple ? tickList(main, choose) : null,
    main.length && !message.multiple ? make("div", { class: "main-choices" }, ...main.map(single)) : null,
    changes.length ? changeList(changes, choose) : null,
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
function onceActive(action) {
  return (event) => {
    if (event.currentTarget.getAttribute("aria-disabled") !== "true") action(event);
  };
}

function tickList(main, choose) {
  const problem = make("p", { class: "problem", role: "alert" });
  const boxes = main.map((choice) => make("input", { type: "checkbox", value: choice.value }));
  const labels = main.map((choice, i) => make("label", { class: "tick" }, boxes[i], make("span", {}, choice.label)));
  const send = onceActive(() => {
    const choices = boxes.filter((box) => box.checked).map((box) => box.value);
    problem.textContent = choices.length ? "" : "Tick at least one first.";
    if (choices.length) choose({ choices });
  });
  for (const box of boxes) {
    box.addEventListener("click", (event) => area.classList.contains("frozen") && event.preventDefault());
    box.addEventListener("change", () => keepNoneAlone(box, boxes));
  }
  const go = make("button", { type: "button", class: "main", onclick: send }, "Continue");
  return make("div", { class: "tick-list" }, make("div", { class: "ticks" }, ...labels), problem, go);
}

/** "None of these" and anything else can't both be ticked. */
function keepNoneAlone(changed, boxes) {
  if (!changed.checked) return;
  for (const box of boxes) {
    if (box !== changed && (box.value === NONE || changed.value === NONE)) box.checked = false;
  }
}

function changeList(changes, choose) {
  const buttons = changes.map((choice) => button(choice, choose, false));
  return make(
    "details",
    { class: "changes" },
    make("summary", {}, "Change something"),
    make("div", { class: "main-choices" }, ...buttons),
  );
}

function progress({ answered, remaining }) {
  const words = `${answered} answered, about ${remaining} to go`;
  const bar = make("progress", { max: answered + remaining, value: answered, "aria-hidden": "true" });
  return make("div", { class: "progress" }, bar, make("span", {}, words));
}
