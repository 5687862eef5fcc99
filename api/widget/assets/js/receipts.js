// What the reporter keeps: references, receipt codes, the PDF, and how a report is getting on.

import { lookUpReceipt, readDocument, Refused } from "./api.js";
import { byId, make } from "./dom.js";
import { has, language, say } from "./words.js";

/** An editable copy is of use to somebody who goes on working with it. */
const KINDS = { public: ["pdf"], practitioner: ["pdf", "docx"] };

/** The confirmation for everything sent, with the documents that the conversation's token opens. */
export function confirmation(submissions, { token, audience }) {
  const kinds = KINDS[audience] ?? KINDS.public;
  return make("div", { class: "confirmation" }, ...submissions.map((sent) => oneReport(sent, kinds, token)));
}

function oneReport({ title, reference, receipt_code: code }, kinds, token) {
  const said = make("span", { class: "said", role: "status" });
  const shown = make("code", {}, code);
  return make(
    "div",
    { class: "report" },
    title ? make("h2", { class: "part-title" }, title) : null,
    make("dl", {}, row(say("receipts.reference"), reference), row(say("receipts.code"), shown)),
    make(
      "div",
      { class: "buttons" },
      ...kinds.map((kind, i) =>
        button(i ? "main plain" : "main", say(`receipts.${kind}`), () => save(reference, kind, token, said)),
      ),
      button("main plain", say("receipts.copy"), () => copy(shown, said)),
    ),
    make(
      "div",
      { class: "other-choices" },
      button("quiet", say("receipts.status"), () => openLookup(code)),
      button("quiet", say("receipts.print"), () => print()),
    ),
    said,
  );
}

const button = (rank, label, onclick) => make("button", { type: "button", class: rank, onclick }, label);

const row = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));

async function copy(shown, said) {
  try {
    await navigator.clipboard.writeText(shown.textContent);
    said.textContent = say("receipts.copied");
  } catch {
    // Not allowed, or not a secure address: mark it, so that the person can copy it.
    getSelection().selectAllChildren(shown);
    said.textContent = say("receipts.marked");
  }
}

/** The document comes by a request with the token in a header, and is saved from memory. */
async function save(reference, kind, token, said) {
  said.textContent = say("receipts.getting");
  try {
    const address = URL.createObjectURL(await readDocument(reference, kind, token));
    make("a", { href: address, download: `${reference}.${kind}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    said.textContent = say("receipts.saved");
  } catch (error) {
    said.textContent =
      error instanceof Refused
        ? say("receipts.gone")
        : say("receipts.failed");
  }
}

/** Make the form "Check a receipt" work. */
export function startLookup() {
  byId("lookup-form").addEventListener("submit", (event) => {
    event.preventDefault();
    lookUp(byId("code").value.trim());
  });
}

export function openLookup(code) {
  byId("code").value = code;
  byId("lookup-result").replaceChildren();
  byId("lookup").showModal();
  if (code) lookUp(code);
}

async function lookUp(code) {
  const result = byId("lookup-result");
  if (!code) {
    result.replaceChildren(make("p", { class: "problem" }, say("receipts.type_first")));
    byId("code").focus();
    return;
  }
  try {
    result.replaceChildren(...receipt(await lookUpReceipt(code)));
  } catch (error) {
    const words =
      error instanceof Refused && error.status === 404
        ? say("receipts.unknown")
        : say("receipts.failed");
    result.replaceChildren(make("p", { class: "problem" }, words));
  }
}

function receipt({ status, submitted_at: at, deliveries }) {
  const lines = deliveries.map((one) =>
    make("li", {}, `${name(one.recipient)}: ${worded("delivery", one.status)} ${day(one.at)}`),
  );
  return [
    make("p", {}, make("strong", {}, worded("status", lines.length ? status : "kept"))),
    make("p", {}, say(lines.length ? "receipts.sent_on" : "receipts.kept_on", { day: day(at) })),
    lines.length ? make("ul", {}, ...lines) : null,
  ].filter(Boolean);
}

const worded = (kind, status) => (has(`receipts.${kind}_${status}`) ? say(`receipts.${kind}_${status}`) : status);

const name = (id) => id.charAt(0).toUpperCase() + id.slice(1).replaceAll("_", " ");

const day = (iso) =>
  new Date(iso).toLocaleString(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
