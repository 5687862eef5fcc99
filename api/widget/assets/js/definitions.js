// The published definitions of the forms: sections, labels and options, by question id.

import { readForm, readForms } from "./api.js";
import { say } from "./words.js";

const forms = new Map();
let listed = null;

/** A form with its questions by id, or null where it has no definition (the opening has none). */
export function definition(formId) {
  if (!forms.has(formId)) {
    const loading = load(formId).catch(() => {
      forms.delete(formId); // asked again another time
      return null;
    });
    forms.set(formId, loading);
  }
  return forms.get(formId);
}

async function load(formId) {
  listed ??= readForms().catch((error) => {
    listed = null;
    throw error;
  });
  if (!(await listed).some((form) => form.id === formId)) return null;
  const form = await readForm(formId);
  return { ...form, byId: new Map(form.questions.map((question) => [question.id, question])) };
}

/** The name of a question, as it is read before a colon. */
export const nameOf = (question) => question.label.replace(/[:\s]+$/, "");

/** A structured answer in words: one line for each question that it answers. */
export function answerWords(form, questionId, value) {
  const several = value && typeof value === "object" && !Array.isArray(value);
  if (several && form && Object.keys(value).every((id) => form.byId.has(id))) {
    return Object.entries(value)
      .map(([id, part]) => `${nameOf(form.byId.get(id))}: ${shown(form.byId.get(id), part)}`)
      .join("\n");
  }
  return shown(form?.byId.get(questionId), value);
}

function shown(question, value) {
  if (Array.isArray(value)) return value.map((item) => shown(question, item)).join("; ");
  if (value && typeof value === "object") {
    return Object.values(value).filter((part) => typeof part !== "boolean").join(", ");
  }
  const option = question?.options.find((one) => one.value === value);
  if (option) return option.label;
  return value === "yes" || value === "no" ? say(`fields.${value}`) : String(value);
}
