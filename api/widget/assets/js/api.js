// The HTTP contract. A token travels in a header only, never in an address.

import { language } from "./words.js";

const PATIENCE = 30_000;

/** The service understood and refused; trying again would not help. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** No answer, or none that makes sense: the same request may be sent again. */
export class Unreachable extends Error {
  constructor(waitSeconds = 0) {
    super("The service can't be reached.");
    this.wait = waitSeconds * 1000;
  }
}

export const openConversation = (audience, area) =>
  asJson("/v1/conversations", { body: { audience, area, language } });

export const sendMessage = (id, token, message) =>
  asJson(`/v1/conversations/${id}/messages`, { token, body: message });

export const readConversation = (id, token) => asJson(`/v1/conversations/${id}`, { token });

export const lookUpReceipt = (code) => asJson("/v1/receipts/lookup", { body: { code } });

export const readForms = () => asJson("/v1/forms");

export const readForm = (id) => asJson(`/v1/forms/${encodeURIComponent(id)}?language=${language}`);

export const readAreas = () => asJson("/v1/areas");

/** The form as it was sent, "pdf" or "docx". */
export async function readDocument(reference, kind, token) {
  const path = `/v1/submissions/${encodeURIComponent(reference)}/document.${kind}`;
  const response = await ask(path, { token });
  try {
    return await response.blob();
  } catch {
    throw new Unreachable();
  }
}

async function asJson(path, request) {
  const response = await ask(path, request);
  try {
    return await response.json();
  } catch {
    throw new Unreachable(); // cut off, or the sign-in page of a hotel's network
  }
}

async function ask(path, { token, body } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method: body ? "POST" : "GET",
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
      },
      body: body && JSON.stringify(body),
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Unreachable();
  }
  if (response.ok) return response;
  const later = Number(response.headers.get("Retry-After"));
  if (response.status >= 500 || response.status === 408 || later > 0) throw new Unreachable(later);
  throw new Refused(response.status, await detailOf(response));
}

async function detailOf(response) {
  try {
    return (await response.json()).detail ?? "";
  } catch {
    return "";
  }
}
