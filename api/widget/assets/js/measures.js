// How high the pinned parts are, so that nothing ends up under them, and whether more is below.

import { byId } from "./dom.js";

const end = byId("end");
const dock = byId("dock");
const more = byId("more-below");

export function startMeasuring() {
  const observer = new ResizeObserver(measure);
  for (const element of [byId("bar"), dock, byId("chat")]) observer.observe(element);
  addEventListener("scroll", showMore, { passive: true });
  addEventListener("resize", measure);
  more.addEventListener("click", () => scrollBy(0, innerHeight * 0.6));
}

/** Measure now; the observer is told of a change only after the next drawing. */
export function measure() {
  const pinned = getComputedStyle(dock).position === "sticky";
  const root = document.documentElement.style;
  root.setProperty("--bar", `${byId("bar").offsetHeight}px`);
  root.setProperty("--dock", `${pinned ? dock.offsetHeight : 0}px`);
  showMore();
}

/** Long replies are shown from their beginning; this says that the question is further down. */
function showMore() {
  const hiddenBelow = end.getBoundingClientRect().top - dock.getBoundingClientRect().top;
  more.hidden = hiddenBelow < 48;
}
