// The numbers to ring, in the page before anybody needs them: they show without a connection.

import { readAreas } from "./api.js";
import { byId, make } from "./dom.js";
import { settings } from "./settings.js";

const IN_THE_PAGE = new Set(["999", "101", "55"]);

export async function startNumbers() {
  const areas = await readAreas().catch(() => []);
  const own = areas.find((area) => area.id === settings.area);
  // Without an area of its own the page shows what all areas share.
  const everywhere = (one) => areas.every((area) => area.contacts.some((other) => other.number === one.number));
  const contacts = own?.contacts ?? areas[0]?.contacts.filter(everywhere) ?? [];
  const shown = contacts.filter((contact) => !IN_THE_PAGE.has(contact.number));
  byId("numbers-list").append(...shown.map(line));
}

function line({ name, number, hours }) {
  const ring = make("a", { class: "number", href: `tel:${number.replace(/[^\d+]/g, "")}` }, number);
  return make("li", {}, ring, make("span", {}, name, hours ? make("small", {}, hours) : null));
}
