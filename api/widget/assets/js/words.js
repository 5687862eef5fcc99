// The texts in the person's language. They come with the page.

const texts = JSON.parse(document.getElementById("words").textContent);

/** The language's tag: of what is asked for, and for dates. */
export const language = texts.about.language;

/** A text by section and name ("chat.again"), with its {places} filled. */
export function say(path, values = {}) {
  const [section, name] = path.split(".");
  return texts[section][name].replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

/** Whether there is such a text. */
export function has(path) {
  const [section, name] = path.split(".");
  return texts[section]?.[name] !== undefined;
}
