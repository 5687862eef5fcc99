// The launcher: a button in the embedding page that opens the conversation in a frame.
//
// It leaves nothing in that page but one element, with everything inside its shadow, no name in
// the page's scripts, no cookie and nothing in its storage; a conversation begins only when a
// person opens it. `texts` has its few texts in every language.

function launch(texts) {
  const TAG = "cre-assistant";
  const PHONE = "(max-width: 640px), (max-height: 540px)";
  const EXIT = "https://www.bbc.co.uk/weather";
  const PATIENCE = 300;
  const script = document.currentScript;
  if (!script || document.querySelector(TAG)) return;

  const service = new URL(script.src).origin;
  const set = script.dataset;
  const words = texts[(set.language ?? "").toLowerCase()] ?? texts.en;
  const colour = /^#?[0-9a-f]{6}$/i.test(set.colour ?? "") ? set.colour.replace("#", "") : "0b625d";
  const side = set.position === "left" ? "left" : "right";

  // In the element's own style and important: no style sheet of the page is stronger than that.
  const host = document.createElement(TAG);
  for (const [name, value] of Object.entries({
    all: "initial", position: "fixed", inset: "auto 0 0", width: "0", height: "0",
    display: "block", "z-index": "2147483647",
  })) host.style.setProperty(name, value, "important");

  const root = host.attachShadow({ mode: "open" });
  style(root, css(`#${colour}`, inkOn(colour), side));
  const button = element("button", { type: "button", class: "open", "aria-expanded": "false", title: words.hint });
  button.append(icon());
  button.append(element("span", {}, words.open));
  root.append(button);
  button.addEventListener("click", open);
  let frame = null;
  let left = false;

  const begin = () => document.documentElement.append(host);
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin, { once: true });

  function open() {
    frame ??= makeFrame();
    show(true);
    frame.focus(); // at its beginning, where the next stop of the Tab key is the way out
  }

  function makeFrame() {
    const given = { area: set.area, audience: set.audience, lang: set.language, colour: set.colour && colour, launched: "1" };
    const kept = Object.entries(given).filter(([, value]) => value);
    const made = element("iframe", {
      src: `${service}/chat?${new URLSearchParams(kept)}`, title: words.title,
      allow: "clipboard-write", referrerpolicy: "no-referrer",
    });
    // The focus that the empty frame was given is not handed on to the page that loads in it.
    made.addEventListener("load", () => {
      if (root.activeElement !== made) return;
      made.blur();
      made.focus();
    });
    root.append(made);
    addEventListener("message", hear);
    addEventListener("keydown", countShift, true);
    addEventListener("keyup", countShift, true);
    return made;
  }

  function show(open) {
    frame.hidden = !open;
    button.hidden = open;
    button.setAttribute("aria-expanded", String(open));
    if (!open) button.focus();
  }

  const tell = (what) => frame.contentWindow.postMessage({ assistant: what }, service);

  function hear({ source, origin, data }) {
    if (source !== frame.contentWindow || origin !== service) return;
    if (data?.assistant === "hide") show(false);
    if (data?.assistant === "grow") frame.classList.add("big");
    if (data?.assistant === "shrink") frame.classList.remove("big");
    if (data?.assistant === "leave") leave();
  }

  /** Blank first, then away; what was here leaves no step back. */
  function leave() {
    if (left) return;
    left = true;
    root.replaceChildren(element("div", { class: "blank", role: "status" }, words.loading));
    style(root, css(`#${colour}`, inkOn(colour), side));
    document.title = words.loading;
    location.replace(EXIT);
  }

  // Shift three times also where the focus is in the embedding page, while a chat is there.
  let presses = [];
  let alone = false;
  function countShift(event) {
    if (event.type === "keydown") {
      alone = event.key === "Shift";
      if (!alone) presses = [];
    } else if (event.key === "Shift" && alone) {
      alone = false;
      presses = [...presses, event.timeStamp].filter((time) => event.timeStamp - time < 5000);
      if (presses.length < 3) return;
      tell("forget"); // the frame clears itself and answers "leave"
      setTimeout(leave, PATIENCE);
    }
  }

  function element(tag, attributes, text = "") {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    return made;
  }

  /** Made piece by piece, because the page's own policy may forbid markup in a string. */
  function icon() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const shape = "M6 5h20a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H14l-7 6v-6H6a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3z";
    for (const [name, value] of Object.entries({ viewBox: "0 0 32 32", width: 24, height: 24, "aria-hidden": true })) svg.setAttribute(name, value);
    path.setAttribute("d", shape);
    path.setAttribute("fill", "currentColor");
    svg.append(path);
    return svg;
  }

  /** A made sheet, because the page's own policy may forbid style elements. */
  function style(where, text) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      where.adoptedStyleSheets = [sheet];
    } catch {
      where.append(element("style", {}, text));
    }
  }

  /** Black or white, whichever reads better on a colour: at least 4.5 to 1, whatever it is. */
  function inkOn(hex) {
    const [r, g, b] = hex.match(/../g).map((pair) => {
      const share = parseInt(pair, 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  }

  /** In pixels, because a "rem" is as large as the page's own style says. */
  function css(back, ink, where) {
    return `
[hidden] { display: none !important; }
.open { position: fixed; bottom: max(16px, env(safe-area-inset-bottom)); ${where}: 16px; display: flex; gap: 10px;
  align-items: center; min-height: 52px; max-width: calc(100vw - 32px); padding: 8px 22px 8px 18px;
  border: 2px solid ${ink}; border-radius: 1584px; background: ${back}; color: ${ink}; font: 600 17px/1.3 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; cursor: pointer;
  box-shadow: 0 2px 6px rgb(0 0 0 / 18%), 0 8px 24px rgb(0 0 0 / 20%); }
.open:hover { text-decoration: underline; text-underline-offset: .2em; }
.open:focus-visible { outline: 3px solid ${back}; outline-offset: 3px; box-shadow: 0 0 0 3px ${ink}; }
iframe { position: fixed; bottom: 16px; ${where}: 16px; width: min(448px, calc(100vw - 32px));
  height: min(752px, calc(100vh - 32px)); height: min(752px, calc(100dvh - 32px)); border: 1px solid rgb(0 0 0 / 25%);
  border-radius: 16px; background: #fff; box-shadow: 0 12px 48px rgb(0 0 0 / 30%); color-scheme: light dark; }
iframe.big { width: min(1280px, calc(100vw - 32px)); height: calc(100vh - 32px); height: calc(100dvh - 32px); }
@media (prefers-color-scheme: dark) { iframe { background: #111716; } }
@media ${PHONE} { iframe, iframe.big { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; } }
.blank { position: fixed; inset: 0; padding: 32px; background: #fff; color: #000; font: 17px/1.3 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
@media (forced-colors: active) { .open { border-color: ButtonText; } }
@media print { :host { display: none; } }`;
  }
}
