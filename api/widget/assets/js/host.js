// Talks with the launcher in the embedding page. Nothing that anybody typed goes across.

import { byId } from "./dom.js";
import { forget } from "./session.js";
import { settings } from "./settings.js";

const PHONE = 640;

/** Tell the launcher: "hide", "grow", "shrink" or "leave". */
export const tellHost = (what) => settings.launched && parent.postMessage({ assistant: what }, "*");

export function startHost(stop) {
  if (!settings.launched) return;
  byId("window").hidden = false;
  byId("grow").hidden = screen.width <= PHONE; // there it fills the screen already
  byId("minimise").addEventListener("click", () => tellHost("hide"));
  byId("grow").addEventListener("click", ({ currentTarget: button }) => {
    const big = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(big));
    tellHost(big ? "grow" : "shrink");
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) tellHost("hide");
  });
  addEventListener("message", (event) => {
    if (event.source !== parent) return;
    // Somebody pressed Shift three times outside of the frame: the launcher waits for the answer.
    if (event.data?.assistant === "forget") {
      stop();
      forget();
      tellHost("leave");
    }
  });
}
