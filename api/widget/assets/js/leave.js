// Exit this page, after the GOV.UK pattern: for somebody who must not be seen here. A link, or
// Shift three times; it clears this device first, and the page is blank while the other one loads.

import { byId } from "./dom.js";
import { tellHost } from "./host.js";
import { forget, remembered } from "./session.js";
import { settings } from "./settings.js";
import { say } from "./words.js";

const PRESSES = 3;
const WITHIN = 5000;
const HOST_PATIENCE = 300;
const SAID = { 1: "chat.shift_two_more", 2: "chat.shift_one_more" };

const link = byId("leave");

/** Make the link, and Shift three times, clear the session and go. */
export function startLeaving(beforeLeaving) {
  const leave = (event) => {
    event?.preventDefault();
    beforeLeaving();
    forget();
    document.body.replaceChildren(); // nothing left to see while the other page loads
    document.title = say("chat.leaving");
    // The launcher blanks its own page too; where it doesn't answer, the frame goes by itself.
    tellHost("leave");
    if (settings.launched) setTimeout(go, HOST_PATIENCE);
    else go();
  };
  link.addEventListener("click", leave);
  onShiftThreeTimes(leave);
  reloadWhenBroughtBack();
}

/** The whole window goes, also from within a frame; what was here leaves no step back. */
function go() {
  try {
    top.location.replace(link.href);
  } catch {
    location.replace(link.href); // a frame that may not move its page
  }
}

/** Coming back must not bring back the page that the browser kept in memory. */
function reloadWhenBroughtBack() {
  const now = () => remembered().id;
  let shown = now();
  addEventListener("pagehide", () => (shown = now()));
  addEventListener("pageshow", (event) => {
    if (event.persisted && (!shown || shown !== now())) location.reload();
  });
}

/** Shift on its own, three times in a row; as part of a capital letter it doesn't count. */
function onShiftThreeTimes(action) {
  let count = 0;
  let alone = false;
  let timer = 0;
  const show = () => {
    byId("lights").dataset.lit = String(count);
    byId("leave-said").textContent = SAID[count] ? say(SAID[count]) : "";
  };
  const reset = () => {
    clearTimeout(timer);
    count = 0;
    show();
  };
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift";
    if (!alone && count) reset();
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    count += 1;
    if (count === PRESSES) {
      action();
      return;
    }
    show();
    clearTimeout(timer);
    timer = setTimeout(() => {
      reset();
      byId("leave-said").textContent = say("chat.shift_expired");
    }, WITHIN);
  });
}
