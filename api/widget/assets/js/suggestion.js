// The suggestion as a card, for practitioners only: what is suggested, why, what is not known yet,
// and what would change it. The practitioner decides.

import { make, unseen } from "./dom.js";
import { has, say } from "./words.js";

const BULLET = "• ";

/** Whether a message is the one that explains the suggestion: it names the entries that matched. */
export const isSuggestion = (message, suggestion) =>
  Boolean(suggestion && !message.question && matched(suggestion).some((one) => message.text.includes(`[${one.entry}, `)));

const matched = ({ trace }) => trace.filter((one) => one.outcome === "matched");

export function suggestionCard(message, suggestion) {
  const { level, threshold, routes, unknown, notes, duties } = suggestion;
  const due = new Set(duties.map((duty) => duty.id));
  const reasons = matched(suggestion).filter((one) => !due.has(one.entry));
  return make(
    "div",
    { class: "message from-assistant card suggestion", tabindex: "-1" },
    unseen(say("chat.said_by_assistant")),
    make("h2", {}, say("practitioner.suggestion")),
    make("p", { class: "soft" }, say("practitioner.you_decide")),
    make(
      "dl",
      { class: "tiles" },
      tile("level", [level ? named("level", level) : say("practitioner.no_level")], level),
      tile("threshold", [threshold ? named("threshold", threshold) : say("practitioner.not_known")]),
      tile("routes", routes.length ? routes.map((route) => named("route", route)) : [say("practitioner.not_known")]),
    ),
    make("h3", {}, say("practitioner.reasons")),
    make("ul", { class: "reasons" }, ...reasons.map(reason), ...notes.map((note) => make("li", {}, note.text))),
    ...unknownPart(unknown),
    ...changesPart(message.text),
  );
}

const named = (kind, value) => (has(`practitioner.${kind}_${value}`) ? say(`practitioner.${kind}_${value}`) : value);

function tile(name, lines, level = null) {
  const value = lines.map((line) => make("span", {}, line));
  return make("div", { class: level ? `tile level-${level}` : "tile" }, make("dt", {}, say(`practitioner.${name}`)), make("dd", {}, ...value));
}

function reason({ because, entry, version, source }) {
  const where = say("practitioner.entry", { entry, version, source });
  return make("li", {}, because, make("details", {}, make("summary", {}, say("practitioner.source")), make("p", { class: "soft" }, where)));
}

function unknownPart(unknown) {
  if (!unknown.length) return [];
  const names = unknown.map((fact) => make("li", {}, has(`practitioner.fact_${fact}`) ? say(`practitioner.fact_${fact}`) : fact.replaceAll("_", " ")));
  return [make("h3", {}, say("practitioner.unknown")), make("ul", {}, ...names)];
}

/** What would change it stands in the message alone: its last list, where that names no entry. */
function changesPart(text) {
  const block = text.split("\n\n").at(-1).split("\n");
  const lines = block.filter((line) => line.startsWith(BULLET) && !/\[\w+, /.test(line));
  if (!lines.length || lines.length !== block.length - 1) return [];
  const items = lines.map((line) => make("li", {}, line.slice(BULLET.length)));
  return [make("details", {}, make("summary", {}, say("practitioner.changes")), make("ul", {}, ...items))];
}
