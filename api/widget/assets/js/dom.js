// Small helpers for making elements. Text always goes in as text, never as markup.

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** Make an element: attributes, then children (elements or strings). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** Words that only a screen reader says. Their direction is their own: they may be in another language. */
export const unseen = (text) => make("span", { class: "out-of-sight", dir: "auto" }, text);

/** Bring the beginning of an element into view, below the pinned line. */
export function showFrom(element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}
