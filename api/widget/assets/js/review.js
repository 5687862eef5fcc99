// Check your answers: a way to change each of them beside it, as in the GOV.UK Design System.

import { definition, nameOf } from "./definitions.js";
import { make } from "./dom.js";
import { changeButton, formsSeen } from "./gathered.js";

const ROW_PART = " – "; // between a row of the toolkit and the part of it that was asked

/** Give the rows of the newest review their sections and buttons; an older one loses its buttons. */
export async function completeReview(element, asked, choose) {
  const forms = (await Promise.all([...formsSeen(), asked.question.form].map(definition))).filter(Boolean);
  for (const old of document.querySelectorAll(".review .change")) old.remove();
  const questions = questionsByName(forms);
  for (const list of element.querySelectorAll("dl")) {
    for (const row of list.children) addButton(row, questions, choose);
    divide(list, questions);
  }
}

function addButton(row, questions, choose) {
  const [term, description] = row.children;
  // A label may hold a colon itself, so the longest one that fits is the question's.
  const line = `${term.textContent}: ${description.textContent}`;
  const name = [...questions.keys()].filter((one) => line.startsWith(`${one}: `)).sort((a, b) => b.length - a.length)[0];
  if (!name) return;
  term.textContent = name;
  description.textContent = line.slice(name.length + 2);
  row.append(changeButton(name, () => choose({ choice: `change:${questions.get(name).question.id}` })));
}

/** A long list gets a heading wherever another section of the form begins. */
function divide(list, questions) {
  let section = null;
  let part = null;
  const parts = [];
  for (const row of [...list.children]) {
    const title = questions.get(row.firstChild.textContent)?.section ?? section;
    if (!part || title !== section) {
      section = title;
      part = make("dl");
      parts.push(...(title ? [make("h2", { class: "part-title" }, title)] : []), part);
    }
    part.append(row);
  }
  list.replaceWith(...parts);
}

function questionsByName(forms) {
  const found = new Map();
  for (const form of forms) {
    for (const question of form.questions.filter((one) => !one.computed)) {
      for (const name of [nameOf(question), nameOf(question).split(ROW_PART)[0]]) {
        if (!found.has(name)) found.set(name, { question, section: form.sections[question.section] });
      }
    }
  }
  return found;
}
