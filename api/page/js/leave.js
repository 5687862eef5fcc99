// Leaving at once: for somebody who must not be seen here.

import { byId } from "./dom.js";
import { forget, remembered } from "./session.js";

const PRESSES = 3;
const WITHIN = 2000;

const link = byId("leave");

/** Make the link, and Shift three times, clear the session and go. */
export function startLeaving(beforeLeaving) {
  const leave = (event) => {
    event?.preventDefault();
    beforeLeaving();
    forget();
    document.body.replaceChildren(); // nothing left to see while the other page loads
    location.replace(link.href);
  };
  link.addEventListener("click", leave);
  onShiftThreeTimes(leave);
  // Coming back must not bring back the page that the browser kept in memory.
  const before = () => remembered().id;
  let shown = before();
  addEventListener("pagehide", () => (shown = before()));
  addEventListener("pageshow", (event) => {
    if (event.persisted && (!shown || shown !== before())) location.reload();
  });
}

/** Shift on its own, three times in a row; as part of a capital letter it doesn't count. */
function onShiftThreeTimes(action) {
  let times = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") times = [];
    else if (!event.repeat) times.push(event.timeStamp);
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return;
    times = times.filter((time) => event.timeStamp - time < WITHIN);
    if (times.length >= PRESSES) action();
  });
}
