// Joins the parts of the conversation's page.

import { begin, loadExtras, sayText, startOver, stop } from "./chat.js";
import { emptyBox, startComposer } from "./composer.js";
import { byId } from "./dom.js";
import { startHost } from "./host.js";
import { startLeaving } from "./leave.js";
import { startMeasuring } from "./measures.js";
import { settings } from "./settings.js";

document.documentElement.classList.add("with-script");
if (settings.colour) import("./colours.js").then(({ useColour }) => useColour(settings.colour));

startLeaving(stop);
startHost(stop);
startComposer(sayText);
startPlaces();
startMeasuring();

for (const [button, dialog] of [["open-gathered", "gathered-sheet"], ["open-numbers", "numbers"], ["open-about", "about"]]) {
  byId(button).addEventListener("click", () => byId(dialog).showModal());
}
byId("open-restart").addEventListener("click", () => {
  byId("about").close();
  byId("restart").returnValue = "";
  byId("restart").showModal();
});
byId("restart").addEventListener("close", (event) => {
  if (event.target.returnValue !== "yes") return;
  emptyBox();
  startOver();
});

byId("open-lookup").addEventListener("click", async () => {
  const extras = await withExtras();
  byId("about").close();
  extras?.openLookup("");
});

begin().then(withExtras);

/** What the first message does not need comes after it, or when somebody asks for it. */
async function withExtras() {
  const extras = await loadExtras();
  extras?.startExtras();
  return extras;
}

/** What has been gathered stands beside the chat where there is room, and in a sheet where not. */
function startPlaces() {
  const wide = matchMedia("(min-width: 60rem)");
  const place = () => {
    if (wide.matches && byId("gathered-sheet").open) byId("gathered-sheet").close();
    if (wide.matches) byId("gathered-wide").append(byId("gathered"));
    else byId("gathered-sheet").prepend(byId("gathered"));
    byId(wide.matches ? "tools-wide" : "tools-narrow").append(byId("tools"));
  };
  wide.addEventListener("change", place);
  place();
}
