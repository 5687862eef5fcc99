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
import { forget, remember, remembered } from "./session.js";
import { settings } from "./settings.js";
import { has, say } from "./words.js";

const TYPING_SAID_AFTER = 1500;

const log = byId("log");
const choicesArea = byId("choices");

let extras = null; // what the first message does not need; without it everything can still be typed
let offered = []; // the choices of the last question, for the words of what is chosen
let declining = []; // the questions of a page that were left blank on purpose
let state = null;
let busy = false;
let typingTimer = 0;

/** Load what the first message does not need; null while it can't be had. */
export async function loadExtras() {
  if (extras) return extras;
  extras = await import("./extras.js").catch(() => null);
  if (state) extras?.showGathered(state, sayChoice);
  return extras;
}

/** Go on with the conversation of this tab, or open a new one. */
export async function begin() {
  courier.restart();
  busy = true;
  const { id, token } = remembered();
  try {
    const view = id ? await courier.persist(() => readConversation(id, token)) : null;
    if (view) await resume(view);
    else await open();
  } catch (error) {
    if (!(error instanceof Refused)) return; // left, or started again meanwhile
    if (error.status === 404 && id) startOver(say("chat.ended"));
    else showProblem(error.message || say("chat.failed"));
  }
}

async function open() {
  const opened = await courier.persist(openWhereSet);
  remember({ id: opened.id, token: opened.token, pending: null, audience: settings.audience });
  busy = false;
  await showReply(opened);
  scrollTo(0, 0); // a new conversation is seen from the top of the page
}

/** An area that the service doesn't have is the embedding page's mistake: nobody waits for that. */
async function openWhereSet() {
  try {
    return await openConversation(settings.audience, settings.area);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 422 && settings.area)) throw error;
    console.warn("The area that this page sets is not known to the service.");
    return openConversation(settings.audience, null);
  }
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
  declining = [];
  showTyping(false);
}

/** Forget this conversation on this device and open none: for a page that nobody looks at. */
export function end(why) {
  stop();
  forget();
  clear();
  document.body.dataset.stage = "cleared";
  const again = make("button", { type: "button", class: "main", onclick: () => startOver() }, say("chat.new_chat"));
  log.append(make("div", { class: "remark" }, make("p", {}, why), again));
}

function clear() {
  log.replaceChildren();
  offered = [];
  showChoices(null);
  state = null;
  extras?.showGathered(null);
  document.body.classList.remove("in-danger");
  showProblem("");
}

/** Send a text. Returns whether it was taken. */
export const sayText = (text) => send({ text }, text);

/** Send what was chosen or filled in: {choice}, {choices}, or {answer, question} with its `words`. */
export function sayChoice({ words, decline = [], ...said }) {
  if (said.choice === "practitioner") remember({ audience: "practitioner" });
  declining = decline;
  return send(said, words ?? personWords(said, offered));
}

function send(said, words) {
  if (busy) {
    showProblem(say("chat.still_sending"));
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
    remember({ pending: null });
    await loadExtras();
    await showReply(reply);
  } catch (error) {
    if (!(error instanceof Refused)) return; // left, or started again meanwhile
    remember({ pending: null });
    finished();
    bubble.remove();
    refused(error, message);
  }
}

function finished() {
  busy = false;
  showTyping(false);
}

/** The message did not count: its text goes back into the box, and the page says why. */
function refused(error, message) {
  declining = [];
  if (message.text) giveBack(message.text);
  if (error.status === 404) {
    startOver(say("chat.ended_text_kept"));
    return;
  }
  thawChoices();
  const kept = message.text ? ` ${say("chat.text_kept")}` : "";
  // What a button sends always fits, unless the question is another one by now.
  const why = message.text || message.answer ? error.status : 409;
  const words = has(`chat.refused_${why}`) ? say(`chat.refused_${why}`) : error.message;
  showProblem(words + kept);
  if (why === 409) catchUp();
}

async function catchUp() {
  const { id, token } = remembered();
  try {
    await resume(await readConversation(id, token));
  } catch {
    // what is shown stays
  }
}

/** Draw a conversation that is there already, silently, and finish what was on its way. */
async function resume({ transcript, state: now }) {
  await loadExtras();
  await wordAnswers(transcript);
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  offered = [];
  let batch = [];
  for (const entry of transcript) {
    if (entry.from === "assistant") {
      batch.push(entry);
      offered = entry.choices;
    } else {
      append(batch, now);
      batch = [];
      log.append(personMessage(personWords(entry, offered)));
    }
  }
  const newest = append(batch, now);
  busy = false;
  await showState(now, transcript.at(-1)?.from === "assistant" ? batch.at(-1) : null);
  if (newest) showFrom(newest);
  finishPending(transcript);
}

/** What was filled in reads as words again. */
async function wordAnswers(transcript) {
  let form = null;
  for (const entry of transcript) {
    if (entry.question?.form) form = entry.question.form;
    if (entry.answer === undefined || !extras) continue;
    entry.words = extras.answerWords(await extras.definition(form), entry.question, entry.answer);
  }
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
async function showReply({ messages, state: now }) {
  const asked = messages.at(-1);
  // A question that was left blank on purpose is declined as soon as it is asked by itself.
  if (declining.includes(asked?.question?.id) && asked.choices.some((c) => c.value === "dont_know")) {
    declining = declining.filter((id) => id !== asked.question.id);
    offered = asked.choices;
    append(messages.slice(0, -1), now);
    finished();
    sayChoice({ choice: "dont_know", decline: declining });
    return;
  }
  declining = [];
  const onChoices = choicesArea.contains(document.activeElement);
  log.setAttribute("aria-live", messages.some((message) => message.urgent) ? "assertive" : "polite");
  const first = append(messages, now);
  offered = asked?.choices ?? [];
  await showState(now, asked);
  finished();
  if (!first) log.append(make("p", { class: "remark" }, say("chat.nothing_back")));
  // Somebody who chose goes on from there; somebody who types stays in the text box.
  if (onChoices) (choicesArea.hidden ? log : choicesArea).focus({ preventScroll: true });
  if (first) showFrom(first);
}

/** Add messages of the assistant to the log; the first of the new elements. */
function append(messages, now) {
  const ringAt = messages.findIndex((message) => message.urgent);
  const elements = messages.map((message, i) => element(message, now, i === ringAt));
  log.append(...elements);
  return elements[0];
}

function element(message, now, ring) {
  if (extras && message.suggestion) return extras.suggestionCard(message.suggestion);
  const sent = sentIn(message.text, now.submissions);
  return assistantMessage(message, {
    ring,
    text: extras?.headOf(message) ?? message.text,
    card: sent.length ? (extras?.confirmation(sent, remembered()) ?? null) : null,
    hidden: extras ? sent.flatMap((one) => [one.title, one.reference]) : [],
  });
}

/** What a message confirms as sent: the line with its receipt code stands under its title. */
function sentIn(text, submissions) {
  const lines = text.split("\n");
  return submissions.flatMap((one) => {
    const at = lines.findIndex((line) => line.includes(one.receipt_code));
    return at < 0 ? [] : [{ ...one, title: at > 1 ? lines[at - 1] : "" }];
  });
}

function showPerson(words) {
  // Somebody who has just typed or chosen it need not hear it again.
  log.setAttribute("aria-live", "off");
  const bubble = personMessage(words);
  log.append(bubble);
  bubble.scrollIntoView({ block: "nearest" });
  return bubble;
}

/** Show where the conversation stands, and what can be answered now. */
async function showState(now, asked) {
  state = now;
  const ready = asked?.question && extras ? await extras.definition(asked.question.form) : null;
  if (state !== now) return; // left meanwhile
  const usesForm = ready && extras.takesForm(asked);
  const audience = now.suggestion ? "practitioner" : remembered().audience;
  const form = usesForm ? extras.answerForm({ asked, form: ready, state: now, audience, send: sayChoice }) : null;
  showChoices(asked, sayChoice, form);
  document.body.classList.toggle("in-danger", now.stage === "danger");
  document.body.dataset.stage = now.stage;
  extras?.showGathered(now, sayChoice);
  extras?.markWords(log, now.answers);
  if (asked?.question?.id === "review") extras?.completeReview(log.lastElementChild, asked, sayChoice);
  measure(); // the pinned line may have another height, and what comes next is scrolled below it
}

function showTyping(on) {
  clearTimeout(typingTimer);
  byId("typing").hidden = !on;
  byId("typing-words").textContent = "";
  // A quick reply needs no announcement of its own.
  if (on) {
    typingTimer = setTimeout(() => (byId("typing-words").textContent = say("chat.one_moment")), TYPING_SAID_AFTER);
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
