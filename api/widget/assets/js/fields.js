// Inputs made from the JSON Schema of an answer: one text, a choice, a list to tick, or the parts
// of a person, place, vehicle, contact or time, once or several times over.
//
// Each field is {element, first, read, problems}: `first` is what an error links to, `read` gives
// the value or undefined where it is blank, `problems` is what is wrong with it.

import { heard, tickBoxes } from "./choices.js";
import { make } from "./dom.js";
import { has, say } from "./words.js";

const MOST_RADIOS = 12;

/** The parts that are shown at once; the others wait behind "More boxes". */
const FOREMOST = {
  person: { public: ["description", "age", "name"], practitioner: ["name", "date_of_birth", "age", "gender", "address"] },
  place: { public: ["text", "postcode"] },
  vehicle: { public: ["registration", "partial", "colour", "make"] },
  contact: { public: ["name", "phone", "email"], several: ["phone", "username", "platform", "name"] },
  date_time: { public: ["text", "date", "time", "approximate"] },
};
/** Parts that only a reading of somebody's words fills in. */
const UNASKED = { person: ["age_text", "role"], place: ["role"] };
const INPUTS = {
  age: { inputmode: "numeric" },
  phone: { type: "tel" },
  email: { type: "email" },
  date: { type: "date" },
  time: { type: "time" },
  date_of_birth: { inputmode: "numeric" },
  postcode: { autocapitalize: "characters" },
  registration: { autocapitalize: "characters" },
  name: { autocapitalize: "words" },
};
const CHECKS = { partial: "part_of_it", approximate: "roughly" };
const LONG = new Set(["description"]);

let made = 0;
const newId = () => `field-${(made += 1)}`;

/**
 * The field for a question: `label` names it, `hint` explains, `known` is what was said before.
 * `question` is its definition, `schema` what its answer must look like (and the words that speak
 * for an option), `value` its answer so far.
 */
export function field({ question, schema, label, hint, known = "", value, audience }) {
  const describe = { label, hint, known };
  if (schema.enum) return oneOf(question, schema, describe, value);
  if (schema.type === "array" && schema.items.enum) return someOf(question, schema, describe, value);
  if (schema.type === "array") return repeated(question, schema, describe, value, audience);
  if (schema.type === "object") {
    const parts = composite(question.kind, schema, value, audience);
    return { ...parts, element: group(describe, parts.element) };
  }
  return text(schema, describe, value);
}

function text(schema, { label, hint, known }, value = "") {
  const id = newId();
  const input = make("textarea", { id, rows: "2", dir: "auto", autocomplete: "off", "aria-describedby": `${id}-hint` });
  input.value = value ?? "";
  const tooLong = () => [...input.value].length > schema.maxLength;
  return {
    element: make("div", { class: "field" }, make("label", { for: id }, label), hints(`${id}-hint`, hint, known), input),
    first: input,
    read: () => input.value.trim() || undefined,
    problems: () => (tooLong() ? [say("fields.too_long", { longest: schema.maxLength })] : []),
  };
}

/** Options by their published labels; yes and no have none. */
function labelled(question, values) {
  const labels = new Map(question.options.map((option) => [option.value, option.label]));
  return values.map((value) => ({
    value,
    label: labels.get(value) ?? (has(`fields.${value}`) ? say(`fields.${value}`) : value),
  }));
}

function oneOf(question, schema, describe, value) {
  const options = labelled(question, schema.enum);
  if (options.length > MOST_RADIOS) return select(options, describe, value);
  const name = newId();
  const inputs = options.map((option) =>
    make("input", { type: "radio", name, value: option.value, checked: option.value === value }),
  );
  const labels = options.map((option, i) =>
    make("label", { class: "tick" }, inputs[i], make("span", {}, option.label, heard(schema["x-heard"]?.[option.value]))),
  );
  return {
    element: group(describe, make("div", { class: "ticks" }, ...labels)),
    first: inputs[0],
    read: () => inputs.find((input) => input.checked)?.value,
    problems: () => [],
  };
}

function select(options, { label, hint, known }, value) {
  const id = newId();
  const choose = make("option", { value: "" }, say("fields.choose"));
  const list = options.map((option) =>
    make("option", { value: option.value, selected: option.value === value }, option.label),
  );
  const input = make("select", { id, autocomplete: "off", "aria-describedby": `${id}-hint` }, choose, ...list);
  return {
    element: make("div", { class: "field" }, make("label", { for: id }, label), hints(`${id}-hint`, hint, known), input),
    first: input,
    read: () => input.value || undefined,
    problems: () => [],
  };
}

function someOf(question, schema, describe, value = []) {
  const ticks = tickBoxes(labelled(question, schema.items.enum), schema["x-heard"], { name: newId() });
  for (const box of ticks.boxes) box.checked = (value ?? []).includes(box.value);
  return {
    element: group(describe, ticks.element),
    first: ticks.boxes[0],
    read: () => (ticks.values().length ? ticks.values() : undefined),
    problems: () => [],
  };
}

/** Several people, places or vehicles: as many as are added. */
function repeated(question, schema, describe, value, audience) {
  const list = make("div", { class: "items" });
  let items = [];
  const number = () => items.forEach((item, i) => item.number(i + 1, items.length > 1));
  const add = (one, focus) => {
    const item = listItem(composite(question.kind, schema.items, one, audience, "several"), () => {
      items = items.filter((other) => other !== item);
      item.element.remove();
      number();
      another.focus();
    });
    items.push(item);
    list.append(item.element);
    number();
    if (focus) item.first.focus();
  };
  const another = make("button", { type: "button", class: "quiet", onclick: () => add(undefined, true) }, say("fields.another"));
  for (const one of value?.length ? value : [undefined]) add(one, false);
  return {
    element: group(describe, list, another),
    get first() {
      return items[0].first;
    },
    read: () => {
      const values = items.map((item) => item.read()).filter((one) => one !== undefined);
      return values.length ? values : undefined;
    },
    problems: () => items.flatMap((item) => item.problems()),
  };
}

function listItem(parts, remove) {
  const legend = make("legend", { class: "item-name" });
  const button = make("button", { type: "button", class: "quiet", onclick: remove });
  return {
    ...parts,
    element: make("fieldset", { class: "item" }, legend, parts.element, button),
    number(place, several) {
      legend.textContent = several ? say("fields.number", { number: place }) : "";
      legend.hidden = button.hidden = !several;
      button.textContent = say("fields.remove", { number: place });
    },
  };
}

function composite(kind, schema, value = {}, audience, several = "") {
  const unasked = UNASKED[kind] ?? [];
  const names = Object.keys(schema.properties).filter((part) => !unasked.includes(part));
  const known = FOREMOST[kind] ?? {};
  const foremost = known[several] ?? known[audience] ?? known.public ?? names;
  const before = { age: value?.age_text, ...value }; // an age in words goes into the same box
  const inputs = new Map(names.map((part) => [part, partInput(kind, part, before[part])]));
  const ordered = foremost.filter((part) => inputs.has(part));
  const others = names.filter((part) => !ordered.includes(part));
  const boxes = (some) => some.map((part) => inputs.get(part).element);
  const filled = others.some((part) => inputs.get(part).read() !== undefined);
  const more = make("details", { class: "more-parts", open: filled }, make("summary", {}, say("fields.more")), make("div", { class: "parts" }, ...boxes(others)));
  return {
    element: make("div", {}, make("div", { class: "parts" }, ...boxes(ordered)), others.length ? more : null),
    first: inputs.get(ordered[0]).first,
    read: () => readParts(inputs, schema),
    problems: () => problemsOf(inputs, schema),
  };
}

function readParts(inputs, schema) {
  const read = {};
  for (const [part, input] of inputs) {
    const said = input.read();
    if (said !== undefined) Object.assign(read, part === "age" ? age(said, schema) : { [part]: said });
  }
  // A tick beside boxes that are all blank says nothing.
  return Object.values(read).some((said) => typeof said !== "boolean") ? read : undefined;
}

/** "14" is an age; "about 14" is one in words. */
function age(said, schema) {
  if (/^\d{1,3}$/.test(said)) return { age: Number(said) };
  return schema.properties.age_text ? { age_text: said } : { age: said };
}

function problemsOf(inputs, schema) {
  const said = inputs.get("age")?.read();
  const most = schema.properties.age?.maximum;
  const wrong = said !== undefined && /^\d+$/.test(said) && Number(said) > most;
  return wrong ? [say("fields.age_number")] : [];
}

function partInput(kind, part, value) {
  const id = newId();
  if (CHECKS[part]) {
    const box = make("input", { id, type: "checkbox", checked: value === true });
    return {
      element: make("label", { class: "tick small", for: id }, box, make("span", {}, say(`fields.${CHECKS[part]}`))),
      first: box,
      read: () => (box.checked ? true : undefined),
    };
  }
  const name = `fields.${kind}_${part}`;
  const hint = has(`${name}_hint`) ? say(`${name}_hint`) : "";
  const attributes = { id, autocomplete: "off", spellcheck: "false", maxlength: "1000", "aria-describedby": hint && `${id}-hint`, ...INPUTS[part] };
  const input = LONG.has(part)
    ? make("textarea", { ...attributes, rows: "2", dir: "auto" })
    : make("input", { type: "text", dir: "auto", ...attributes });
  input.value = value ?? "";
  return {
    element: make("div", { class: `part part-${part}` }, make("label", { for: id }, say(name)), hints(`${id}-hint`, hint), input),
    first: input,
    read: () => input.value.trim() || undefined,
  };
}

function group({ label, hint, known }, ...content) {
  const id = newId();
  const described = hint || known ? id : null;
  return make("fieldset", { class: "field", "aria-describedby": described }, make("legend", {}, label), hints(id, hint, known), ...content);
}

function hints(id, hint, known = "") {
  const lines = [hint, ...known.split("\n")].filter(Boolean);
  return lines.length ? make("div", { id, class: "hint" }, ...lines.map((line) => make("p", {}, line))) : null;
}
