// Carries a request until it is answered: again after a pause, at once when the person asks or
// the network is back. Says meanwhile what is the matter, and never without 999.

import { Unreachable } from "./api.js";
import { byId, make } from "./dom.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
const RING = "In danger, ring 999: that needs no internet.";

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
      try {
        const result = await request();
        stillWanted(mine);
        return result;
      } catch (error) {
        stillWanted(mine);
        if (!(error instanceof Unreachable)) throw error;
        failing = true;
        showNotice();
        await rest(Math.max(pause, error.wait));
        stillWanted(mine);
      } finally {
        if (mine === errand) trying();
      }
    }
  },
};

function stillWanted(mine) {
  if (mine !== errand) throw new Cancelled();
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

function trying() {
  wake = () => {};
}

/** The service has answered. */
export function reached() {
  failing = false;
  showNotice();
}

function showNotice() {
  const parts = [];
  if (!navigator.onLine) {
    parts.push(`You are offline. What you wrote is kept here and sent when you are back. ${RING}`);
  } else if (failing) {
    parts.push(`Not sent yet: the service can’t be reached. What you wrote is kept here and tried again. ${RING}`);
  }
  // Said once, not again at every attempt.
  if (notice.dataset.words === parts.join()) return;
  notice.dataset.words = parts.join();
  const again = make("button", { type: "button", class: "main plain", onclick: () => wake() }, "Try again");
  notice.replaceChildren(...parts.map((words) => make("p", {}, words)), ...(failing ? [again] : []));
}

addEventListener("online", () => {
  showNotice();
  wake();
});
addEventListener("offline", showNotice);
