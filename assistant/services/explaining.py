"""The suggestion in words: what it is, what decided it, what is not known, what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.assessment import Note, Suggestion, TraceEntry
from assistant.domain.assessment_answers import indicator_changes
from assistant.domain.assessment_facts import FACT_WORDS
from assistant.domain.casefile import CaseFile
from assistant.domain.definition import FormDefinition
from assistant.domain.toolkit import Toolkit
from assistant.domain.wording import Wording
from assistant.services.assessing import Change
from assistant.services.replies import message

MOST_CHANGES = 6
"""Of what would change the suggestion; the rest stands in the trace."""


@dataclass(frozen=True)
class Explainer:
    """Explains suggestions, to practitioners alone."""

    wording: Wording
    toolkit: Toolkit

    def suggestion(
        self,
        suggestion: Suggestion,
        changes: Sequence[Change],
        reasons: Sequence[TraceEntry],
    ) -> dict[str, Any]:
        """The suggestion with what decided it, what is not known, and what would change it: in
        words, and once more as data."""
        said = self.wording.said
        told = {d.id for d in suggestion.duties} | {n.entry for n in suggestion.notes}
        told |= {reason.entry for reason in reasons}
        others = [t for t in suggestion.trace if t.outcome == "matched" and t.entry not in told]
        lines = [said["suggestion"], self.outcome(suggestion), "", said["suggestion_reasons"]]
        lines += [
            said["suggestion_reason"].format(because=t.because, entry=t.entry, version=t.version)
            for t in reasons
        ]
        if others:
            lines.append(said["suggestion_others"].format(count=len(others)))
        lines += [self._note_line(note) for note in suggestion.notes]
        unknown = list(dict.fromkeys(map(self._unknown, suggestion.unknown)))
        if unknown:
            lines += ["", said["suggestion_unknown"].format(unknown="; ".join(unknown))]
        shown = [self._change(change) for change in changes[:MOST_CHANGES]]
        if shown:
            lines += ["", said["suggestion_changes"], *(f"• {line}" for line in shown)]
        kept = {"trace": [vars(t) for t in reasons], "unknown": unknown, "changes": shown}
        return message("\n".join(lines)) | {"suggestion": suggestion.as_dict() | kept}

    def _change(self, change: Change) -> str:
        return self.wording.said["suggestion_change"].format(
            words=change.words, becomes=change.becomes, then=self.outcome(change.suggestion)
        )

    def _note_line(self, note: Note) -> str:
        """A note with the indicators that it is about."""
        about = "; ".join(self._row_name(id_) for id_ in note.about)
        line = self.wording.said["suggestion_note_about" if about else "suggestion_note"]
        return line.format(text=note.text, about=about)

    def _unknown(self, name: str) -> str:
        """What isn't known, in words: a fact, a row or its level, or a factor of Section 2."""
        table, _, rest = name.partition(".")
        id_, _, part = rest.partition(".")
        said = self.wording.said
        if table == "indicators" and not id_:
            return said["unknown_indicators"]
        if table == "indicators":
            line = said["unknown_level" if part else "unknown_row"]
            return line.format(wording=self._row_name(id_))
        if table == "vulnerability_factors":
            wording = next(f.wording for f in self.toolkit.factors if f.id == id_)
            return said["unknown_row"].format(wording=wording)
        return FACT_WORDS[name]

    def outcome(self, suggestion: Suggestion) -> str:
        """Level, threshold and routes on one line."""
        words, unknown = self.wording.words, self.wording.words["not_known"]
        routes = ", ".join(words[f"route_{route}"] for route in suggestion.routes)
        return self.wording.said["suggestion_outcome"].format(
            level=words[f"level_{suggestion.level}"] if suggestion.level else words["no_level"],
            threshold=words[f"threshold_{suggestion.threshold}"]
            if suggestion.threshold
            else unknown,
            routes=routes or unknown,
        )

    def changes(self, case: CaseFile, form: FormDefinition | None) -> str:
        """What differs from the earlier assessment, indicator by indicator; empty: none."""
        if form is None or case.earlier is None:
            return ""
        rows = indicator_changes(
            form, case.earlier.answers, case.answers, self.toolkit, self.wording.words
        )
        said = self.wording.said
        if not rows:
            return said["changes_none"]
        return "\n".join([said["changes"], *(said["changes_line"].format(**row) for row in rows)])

    def _row_name(self, indicator: str) -> str:
        return self.toolkit.indicator_by_id[indicator].wording.rstrip(":.")
