// The suggestion as a card, for practitioners only: what is suggested, why, what is not known yet,
// and what would change it. The practitioner decides.

import { make, unseen } from "./dom.js";
import { has, say } from "./words.js";

export function suggestionCard({ level, threshold, routes, unknown, notes, trace, changes }) {
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
    make("ul", { class: "reasons" }, ...trace.map(reason), ...notes.map((note) => make("li", {}, note.text))),
    ...unknownPart(unknown),
    ...changesPart(changes),
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
  const names = unknown.map((name) => make("li", {}, name));
  return [make("h3", {}, say("practitioner.unknown")), make("ul", {}, ...names)];
}

function changesPart(changes) {
  if (!changes.length) return [];
  const items = changes.map((line) => make("li", {}, line));
  return [make("details", {}, make("summary", {}, say("practitioner.changes")), make("ul", {}, ...items))];
}
