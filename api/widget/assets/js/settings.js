// What the embedding page has set. Nothing personal: it stands in the frame's address.

const given = new URLSearchParams(location.search);
const AUDIENCES = ["public", "practitioner"];
const HEX = /^#?([0-9a-f]{6})$/i;

export const settings = {
  area: given.get("area") || null,
  audience: AUDIENCES.includes(given.get("audience")) ? given.get("audience") : null,
  colour: HEX.exec(given.get("colour") ?? "")?.[1] ?? null,
  /** The launcher holds this frame: it can be hidden, made bigger, and left together with its page. */
  launched: given.get("launched") === "1" && parent !== window,
};
