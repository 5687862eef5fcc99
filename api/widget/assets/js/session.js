// What this tab remembers: conversation, token, the message on its way and an unsent draft.
// Session storage only: it goes with the tab, and other tabs and later visitors can't read it.

const KEY = "assistant";

// Where storage is blocked the page still works, but a reload begins anew.
let memory = {};

/** Everything remembered: {id, token, pending, draft, audience}, each possibly missing. */
export function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return memory;
  }
}

/** Remember these as well. */
export function remember(changes) {
  memory = { ...remembered(), ...changes };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // kept in `memory`
  }
}

/** Forget everything. */
export function forget() {
  memory = {};
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // nothing was stored
  }
}
