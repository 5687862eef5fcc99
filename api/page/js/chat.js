// One conversation: opening or resuming it, sending, and showing what comes back.
//
// A message keeps its id until the server has answered it, through failures and reloads; the
// server answers the same id once. So nothing is lost and nothing counts twice.

import { openConversation, readConversation, Refused, sendMessage } from "./api.js";
import { freezeChoices, showChoices, thawChoices } from "./choices.js";
import { giveBack, showProblem } from "./composer.js";
import { courier } from "./courier.js";
import { byId, make, showFrom } from "./dom.js";
import { measure } from "./measures.js";
import { assistantMessage, personMessage, personWords } from "./messages.js";
import { confirmation } from "./receipts.js";
import { forget, remember, remembered } from "./session.js";

const TYPING_SAID_AFTER = 1500;

const NOTHING = "Nothing came back for that. Say it another way, or choose “Start again” at the top.";
// The service's own words for these are for programmers.
const REFUSED = {
  409: "The chat has moved on meanwhile, perhaps in another window.",
  413: "That is too long for one message. Please send it in parts.",
  422: "That could not be taken here. Please say it another way.",
};

const log = byId("log");
const choicesArea = byId("choices");

let offered = []; // the choices of the last question, for the words of what is chosen
let busy = false;
let typingTimer = 0;

/** Go on with the conversation of this tab, or open a new one. */
export async function begin() {
  courier.restart();
  busy = true;
  const { id, token } = remembered();
  try {
    const view = id ? await courier.persist(() => readConversation(id, token)) : null;
    if (view) resume(view);
    else await open();
  } catch (error) {
    if (!(error instanceof Refused)) return; // left, or started again meanwhile
    if (error.status === 404 && id) startOver("The earlier chat has ended. This is a new one.");
    else showProblem(error.message || "This did not work. Please reload the page.");
  }
}

async function open() {
  const opened = await courier.persist(openConversation);
  remember({ id: opened.id, token: opened.token, pending: null });
  busy = false;
  showReply(opened);
  scrollTo(0, 0); // a new conversation is seen from the top of the page
}

/** Forget this conversation and open a new one; a text in the box stays. */
export function startOver(why = "") {
  const { draft } = remembered();
  stop();
  forget();
  remember({ draft });
  clear();
  if (why) log.append(make("p", { class: "remark" }, why));
  begin();
}

/** Stop everything under way, before the page is left or begun anew. */
export function stop() {
  courier.restart();
  showTyping(false);
}

function clear() {
  log.replaceChildren();
  showChoices(null);
  showState({});
  showProblem("");
}

/** Send a text. Returns whether it was taken. */
export const sayText = (text) => send({ text }, text);

const sayChoice = (said) => send(said, personWords(said, offered));

function send(said, words) {
  if (busy) {
    showProblem("One moment, the last message is still on its way. Your text stays in the box.");
    return false;
  }
  const message = { id: crypto.randomUUID?.() ?? randomId(), ...said };
  remember({ pending: message });
  deliver(message, showPerson(words));
  return true;
}

async function deliver(message, bubble) {
  busy = true;
  showProblem("");
  freezeChoices();
  showTyping(true);
  const { id, token } = remembered();
  try {
    const reply = await courier.persist(() => sendMessage(id, token, message));
    finished();
    showReply(reply);
  } catch (error) {
    if (!(error instanceof Refused)) return; // left, or started again meanwhile
    finished();
    bubble.remove();
    refused(error, message);
  }
}

function finished() {
  busy = false;
  remember({ pending: null });
  showTyping(false);
}

/** The message did not count: its text goes back into the box, and the page says why. */
function refused(error, message) {
  if (message.text) giveBack(message.text);
  if (error.status === 404) {
    startOver("The earlier chat has ended. This is a new one. Your text is still in the box.");
    return;
  }
  thawChoices();
  const kept = message.text ? " Your text is still in the box." : "";
  // What a button sends always fits, unless the question is another one by now.
  const why = message.text ? error.status : 409;
  showProblem((REFUSED[why] ?? error.message) + kept);
  if (why === 409) catchUp();
}

async function catchUp() {
  const { id, token } = remembered();
  try {
    resume(await readConversation(id, token));
  } catch {
    // what is shown stays
  }
}

/** Draw a conversation that is there already, silently, and finish what was on its way. */
function resume({ transcript, state }) {
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  offered = [];
  let batch = [];
  for (const entry of transcript) {
    if (entry.from === "assistant") {
      batch.push(entry);
      offered = entry.choices;
    } else {
      append(batch, state);
      batch = [];
      log.append(personMessage(personWords(entry, offered)));
    }
  }
  const newest = append(batch, state);
  showChoices(transcript.at(-1)?.from === "assistant" ? batch.at(-1) : null, sayChoice);
  showState(state);
  busy = false;
  if (newest) showFrom(newest);
  finishPending(transcript);
}

function finishPending(transcript) {
  const { pending } = remembered();
  if (!pending) return;
  const place = transcript.findIndex((entry) => entry.id === pending.id);
  if (place >= 0 && transcript[place + 1]?.from === "assistant") remember({ pending: null });
  else {
    const bubble = place >= 0 ? log.lastElementChild : showPerson(personWords(pending, offered));
    deliver(pending, bubble);
  }
}

/** Show a reply. It is announced once: politely, or at once where somebody may be in danger. */
function showReply({ messages, state }) {
  const onChoices = choicesArea.contains(document.activeElement);
  log.setAttribute("aria-live", messages.some((message) => message.urgent) ? "assertive" : "polite");
  const first = append(messages, state);
  offered = messages.at(-1)?.choices ?? [];
  showChoices(messages.at(-1), sayChoice);
  showState(state);
  if (!first) log.append(make("p", { class: "remark" }, NOTHING));
  // Somebody who chose goes on from there; somebody who types stays in the text box.
  if (onChoices) (choicesArea.hidden ? log : choicesArea).focus({ preventScroll: true });
  if (first) showFrom(first);
}

/** Add messages of the assistant to the log; the first of the new elements. */
function append(messages, state) {
  const { token } = remembered();
  const ringAt = messages.findIndex((message) => message.urgent);
  const elements = messages.map((message, i) => {
    const sent = state.submissions.filter((s) => message.text.includes(s.receipt_code));
    return assistantMessage(message, {
      ring: i === ringAt,
      card: sent.length ? confirmation(sent, token) : null,
      hidden: sent.flatMap((s) => [s.reference, s.receipt_code]),
    });
  });
  log.append(...elements);
  return elements[0];
}

function showPerson(words) {
  // Somebody who has just typed or chosen it need not hear it again.
  log.setAttribute("aria-live", "off");
  const bubble = personMessage(words);
  log.append(bubble);
  bubble.scrollIntoView({ block: "nearest" });
  return bubble;
}

function showState({ stage }) {
  document.body.classList.toggle("in-danger", stage === "danger");
  measure(); // the pinned line has another height now, and what comes next is scrolled below it
}

function showTyping(on) {
  clearTimeout(typingTimer);
  byId("typing").hidden = !on;
  byId("typing-words").textContent = "";
  // A quick reply needs no announcement of its own.
  if (on) {
    typingTimer = setTimeout(() => (byId("typing-words").textContent = "One moment."), TYPING_SAID_AFTER);
  }
}

/** A random UUID where the browser only offers the parts (an address without https). */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
