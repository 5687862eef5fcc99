// What the reporter keeps: references, receipt codes, the PDF, and how a report is getting on.

import { lookUpReceipt, readDocument, Refused } from "./api.js";
import { byId, make } from "./dom.js";

const STATUS = {
  queued: "It is kept and waiting to be delivered.",
  delivering: "It is being delivered. If it does not get through at once, it is tried again.",
  delivered: "It was delivered.",
  acknowledged: "It was delivered, and the people there confirmed that they have it.",
  failed: "It has not got through. It is kept, and people who look after this service are told.",
};
const DELIVERY = {
  waiting: "waiting to be delivered, since",
  retrying: "being tried again, since",
  delivered: "delivered",
  acknowledged: "delivered and confirmed",
  exhausted: "not delivered, since",
};

/** The confirmation for everything sent. `token` opens the PDF. */
export function confirmation(submissions, token) {
  return make("div", { class: "confirmation" }, ...submissions.map((sent) => oneReport(sent, token)));
}

function oneReport({ reference, receipt_code: code }, token) {
  const said = make("span", { class: "said", role: "status" });
  const shown = make("code", {}, code);
  return make(
    "div",
    { class: "report" },
    make("dl", {}, row("Reference", reference), row("Receipt code", shown)),
    make(
      "div",
      { class: "buttons" },
      make(
        "button",
        { type: "button", class: "main", onclick: () => savePdf(reference, token, said) },
        "Save the report (PDF)",
      ),
      make("button", { type: "button", class: "main plain", onclick: () => copy(shown, said) }, "Copy the code"),
      make("button", { type: "button", class: "quiet", onclick: () => openLookup(code) }, "See what happened to it"),
    ),
    said,
  );
}

const row = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));

async function copy(shown, said) {
  try {
    await navigator.clipboard.writeText(shown.textContent);
    said.textContent = "Copied.";
  } catch {
    // Not allowed, or not a secure address: mark it, so that the person can copy it.
    getSelection().selectAllChildren(shown);
    said.textContent = "The code is marked. Copy it from there, or write it down.";
  }
}

/** The document comes by a request with the token in a header, and is saved from memory. */
async function savePdf(reference, token, said) {
  said.textContent = "Getting the report…";
  try {
    const address = URL.createObjectURL(await readDocument(reference, token));
    make("a", { href: address, download: `${reference}.pdf` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    said.textContent = "Saved. It holds what you told us: keep it where only you can see it.";
  } catch (error) {
    said.textContent =
      error instanceof Refused
        ? "The report can’t be opened from here any more. The receipt code still works."
        : "That did not work. Please try again in a moment.";
  }
}

/** Make the form "Check a receipt" work. */
export function startLookup() {
  byId("open-lookup").addEventListener("click", () => openLookup(""));
  byId("lookup-form").addEventListener("submit", (event) => {
    event.preventDefault();
    lookUp(byId("code").value.trim());
  });
}

function openLookup(code) {
  byId("code").value = code;
  byId("lookup-result").replaceChildren();
  byId("lookup").showModal();
  if (code) lookUp(code);
}

async function lookUp(code) {
  const result = byId("lookup-result");
  if (!code) {
    result.replaceChildren(make("p", { class: "problem" }, "Please type the receipt code first."));
    byId("code").focus();
    return;
  }
  try {
    result.replaceChildren(...receipt(await lookUpReceipt(code)));
  } catch (error) {
    const words =
      error instanceof Refused && error.status === 404
        ? "There is no report with that code. Please check it and try again."
        : "That did not work. Please try again in a moment.";
    result.replaceChildren(make("p", { class: "problem" }, words));
  }
}

function receipt({ status, submitted_at: at, deliveries }) {
  const lines = deliveries.map((delivery) =>
    make("li", {}, `${name(delivery.recipient)}: ${DELIVERY[delivery.status] ?? delivery.status} ${day(delivery.at)}`),
  );
  return [
    make("p", {}, make("strong", {}, STATUS[status] ?? status)),
    make("p", {}, `You sent it on ${day(at)}.`),
    lines.length ? make("ul", {}, ...lines) : null,
  ].filter(Boolean);
}

const name = (id) => id.charAt(0).toUpperCase() + id.slice(1).replaceAll("_", " ");

const day = (iso) =>
  new Date(iso).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
