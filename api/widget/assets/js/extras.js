// Everything that the first message does not need: loaded after it, so that it comes quickly.

import { startIdle } from "./idle.js";
import { startNumbers } from "./numbers.js";
import { startLookup } from "./receipts.js";

export { answerForm, headOf, takesForm } from "./answer_form.js";
export { answerWords, definition } from "./definitions.js";
export { showGathered } from "./gathered.js";
export { markWords } from "./highlights.js";
export { confirmation, openLookup } from "./receipts.js";
export { completeReview } from "./review.js";
export { suggestionCard } from "./suggestion.js";

let started = false;

export function startExtras() {
  if (started) return;
  started = true;
  startLookup();
  startNumbers();
  startIdle();
}
