// Carries a request until it is answered: again after a pause, at once when the person asks or
// the network is back. Says meanwhile what is the matter, and never without 999.

import { Unreachable } from "./api.js";
import { byId, make } from "./dom.js";
import { say } from "./words.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

const notice = byId("notice");

/** Thrown into whatever was under way when the conversation was left or begun anew. */
class Cancelled extends Error {}

let errand = 0;
let wake = () => {};
let failing = false;

export const courier = {
  /** Give up everything under way. */
  restart() {
    errand += 1;
    failing = false;
    wake();
    showNotice();
  },

  /** The result of `request`, which is repeated while the service can't be reached. */
  async persist(request) {
    const mine = errand;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const { result, error } = await attempt(request);
      if (mine !== errand) throw new Cancelled();
      failing = Boolean(error);
      showNotice();
      if (!error) return result;
      await rest(Math.max(pause, error.wait));
      if (mine !== errand) throw new Cancelled();
    }
  },
};

/** One try. Being unreachable is a result; anything else is for the caller. */
async function attempt(request) {
  try {
    return { result: await request() };
  } catch (error) {
    if (!(error instanceof Unreachable)) {
      failing = false;
      throw error;
    }
    return { error };
  }
}

function rest(pause) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, pause);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function showNotice() {
  const what = !navigator.onLine
    ? say("chat.offline")
    : failing
      ? say("chat.unreachable")
      : "";
  // Said once, not again at every attempt.
  if (notice.dataset.what === what) return;
  notice.dataset.what = what;
  notice.replaceChildren();
  if (!what) return;
  const again = make("button", { type: "button", class: "main plain", onclick: () => wake() }, say("chat.again"));
  const kept = ` ${say("chat.kept")} ${say("chat.ring_anyway")}`;
  notice.append(make("p", {}, make("strong", {}, what), kept), again);
}

addEventListener("online", () => {
  showNotice();
  wake();
});
addEventListener("offline", showNotice);
