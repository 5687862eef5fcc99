// A page that nobody uses clears itself, after a warning that anything at all answers.
//
// Only time in which the page can be seen counts: a locked phone goes on where it was. A page that
// was out of sight for half a day is cleared when it comes back.

import { end } from "./chat.js";
import { byId } from "./dom.js";
import { remembered } from "./session.js";
import { language, say } from "./words.js";

const MINUTE = 60_000;
const UNTIL_WARNING = { public: 20 * MINUTE, practitioner: 60 * MINUTE };
const WARNING = 5 * MINUTE;
const LONGEST_AWAY = 12 * 60 * MINUTE;
const LOOK = 10_000;

const dialog = byId("idle");
let lastUsed = Date.now();
let hiddenAt = null;

export function startIdle() {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart", "input"]) {
    addEventListener(kind, () => dialog.open || (lastUsed = Date.now()), { passive: true });
  }
  document.addEventListener("visibilitychange", comeAndGo);
  dialog.addEventListener("close", () => {
    lastUsed = Date.now();
    if (dialog.returnValue === "clear") clear();
    dialog.returnValue = "";
  });
  setInterval(look, LOOK);
}

function comeAndGo() {
  if (document.hidden) {
    hiddenAt = Date.now();
    return;
  }
  const away = hiddenAt ? Date.now() - hiddenAt : 0;
  hiddenAt = null;
  lastUsed += away;
  if (away > LONGEST_AWAY && remembered().id) clear();
}

function look() {
  if (document.hidden || !remembered().id) return;
  const idle = Date.now() - lastUsed;
  const allowed = UNTIL_WARNING[remembered().audience] ?? UNTIL_WARNING.public;
  if (idle > allowed + WARNING) clear();
  else if (idle > allowed) warn(allowed + WARNING - idle);
}

/** Says the time left in whole minutes, so that a screen reader isn't told of every second. */
function warn(left) {
  const minutes = Math.floor(left / MINUTE);
  byId("idle-left").textContent = minutes ? say("chat.minutes_left", { minutes: minutes.toLocaleString(language) }) : say("chat.minute_left");
  if (!dialog.open) dialog.showModal();
}

function clear() {
  if (dialog.open) dialog.close();
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  end(say("chat.cleared"));
}
