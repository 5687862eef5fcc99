// Joins the parts of the page.

import { begin, sayText, startOver, stop } from "./chat.js";
import { emptyBox, startComposer } from "./composer.js";
import { byId } from "./dom.js";
import { startLeaving } from "./leave.js";
import { startMeasuring } from "./measures.js";
import { startLookup } from "./receipts.js";

document.documentElement.classList.add("with-script");

startLeaving(stop);
startComposer(sayText);
startLookup();
startMeasuring();

byId("open-about").addEventListener("click", () => byId("about").showModal());

byId("open-restart").addEventListener("click", () => {
  byId("restart").returnValue = "";
  byId("restart").showModal();
});
byId("restart").addEventListener("close", (event) => {
  if (event.target.returnValue !== "yes") return;
  emptyBox();
  startOver();
});

begin();
