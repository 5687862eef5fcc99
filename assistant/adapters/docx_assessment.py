"""The CRE risk assessment in its Word document: the sections of the paper, in its order.

It mirrors `forms/assessment.typ`, from the same payload. The toolkit's words come from the
rulebook, ours from `forms/documents.toml`, which the template reads as well.
"""

from collections.abc import Mapping
from typing import Any

from assistant.adapters.docx_answers import (
    Answered,
    Cell,
    DocumentWords,
    Payload,
    Sheet,
    Text,
    area_of,
    linked,
    moment,
    paragraphs,
    title_block,
    upper_first,
    yes_no,
)
from assistant.domain.display import in_words
from assistant.domain.toolkit import Toolkit


class AssessmentPages:
    """The whole assessment, as a document of its own or as an annex."""

    def __init__(
        self, sheet: Sheet, payload: Payload, toolkit: Toolkit, words: DocumentWords
    ) -> None:
        """`payload` is the assessment's own, wherever it is printed."""
        self._sheet, self._payload, self._toolkit = sheet, payload, toolkit
        self._words, self._own = words, words.tables["assessment"]
        self.form = Answered(payload, words)
        self.form.printed.add("actions")  # in a table of its own

    def decided(self) -> list[tuple[str, Cell]]:
        """What the practitioner decided, at a glance."""
        return [
            (self._own["level"], self.form.answer("level_3", bold=True)),
            (self._own["threshold"], self.form.answer("threshold_3", bold=True)),
        ]

    def words_of_their_own(self) -> list[tuple[str, Cell]]:
        """What the practitioner told, where the form asks for it."""
        return [(self._own["own_words"], answer) for _, answer in self.form.rows("own_words")]

    def present(self) -> list[Text]:
        """Every indicator that is present, with its level and types."""
        return [
            Text(f"{row['wording'].rstrip('.:')}: {self._risk(row).text}{self._types(row)}")
            for row in self._payload.get("indicators", ())
            if row["present"] is True
        ]

    def _types(self, row: Mapping[str, Any]) -> str:
        kinds = self._toolkit.section_1.kinds
        named = [name for kind, name in kinds.items() if kind in (row["types"] or ())]
        return f" ({', '.join(named)})" if named else ""

    def write(self, title: str) -> None:
        """Every section, and the trace at the end."""
        title_block(self._sheet, self.form, [
            (self._own["completed"], Text(moment(self._payload["reported_at"]), bold=True)),
            (self._words.of_all("area"), Text(area_of(self.form), bold=True)),
            *self.decided(),
            (self._words.of_all("linked"), linked(self._payload, self._words)),
        ], title)  # fmt: skip
        self._sheet.paragraph(Text(self._own["screening"], bold=True))
        for part in (
            self._who, self._child, self._section_1, self._summary, self._section_2,
            self._section_3, self._decision, self._duties, self._unknown, self._views,
            self._own_words, self._changes,
        ):  # fmt: skip
            part()
        self.form.rest(self._sheet)
        self._trace()

    def _who(self) -> None:
        self._sheet.heading(self.form.section("reporter", self._own["practitioner"]))
        contact = self.form.named("reporter")
        post = self.form.rows("reporter_post", "reporter_agency")
        self._sheet.rows([contact[0], *post, contact[1]])

    def _child(self) -> None:
        self._sheet.heading(self.form.section("child", self._own["child"]))
        self._sheet.rows([
            *self.form.people("child"),
            *self.form.rows(
                "ethnicity", "language", "interpreter", "harm_already_happened",
                "known_to_social_care", "child_facts",
            ),
        ])  # fmt: skip

    def _section_1(self) -> None:
        texts = self._toolkit.section_1.texts
        self._sheet.heading(texts["title"])
        self._sheet.paragraph(Text(texts["remember"], bold=True), Text(texts["key"], quiet=True))
        heads = [
            f"{texts['column']}\n{texts['instruction']}",
            *(kind.upper() for kind in self._toolkit.section_1.kinds),
            texts["level_column"],
        ]
        rows = [self._indicator(row) for row in self._payload["indicators"]]
        self._sheet.table(heads, rows, (1.5, 1.5, 2.8))
        self._sheet.rows(self.form.rows("expand"))

    def _indicator(self, row: Mapping[str, Any]) -> list[Cell]:
        present = row["present"] is True
        cell = [Text(row["wording"], bold=present), *self._printed_beneath(row["id"])]
        if present:
            cell.append(Text(row["context"]) if row["context"] else self._quiet("no_context"))
        return [cell, *self._kinds(row), self._risk(row)]

    def _kinds(self, row: Mapping[str, Any]) -> list[Cell]:
        """The columns CCE and CSE: blank where it is neither."""
        yes, blank = Text(self._words.of_all("yes"), bold=True), Text("")
        if row["present"] is True and row["types"] is None:
            blank = Text(self._words.of_all("not_known"), quiet=True)
        ticked = (row["types"] or ()) if row["present"] is True else ()
        return [yes if kind in ticked else blank for kind in self._toolkit.section_1.kinds]

    def _printed_beneath(self, indicator: str) -> list[Text]:
        """What the paper prints within a row."""
        own = self._toolkit.indicator_by_id[indicator]
        lines = [own.considerations_heading or "", *(f"• {text}" for text in own.considerations)]
        if indicator == self._toolkit.indicators[0].id:
            lines.append(self._toolkit.section_1.texts["context_instruction"])
        return [Text(line, quiet=True) for line in lines if line]

    def _risk(self, row: Mapping[str, Any]) -> Text:
        if row["present"] is None:
            return Text(self._words.of_all("not_known"), bold=True)
        if not row["present"]:
            return self._quiet("not_present")
        return Text((row["level"] or self._own["no_level"]).capitalize(), bold=True)

    def _summary(self) -> None:
        form, summary = self.form, self._toolkit.section_1.summary
        self._sheet.heading(self._toolkit.section_1.texts["summary_title"])
        self._sheet.rows(form.rows("level_1", "threshold_1", bold=True))
        self._sheet.paragraph(*(Text(f.label, bold=True) for f in summary if f.heading))
        self._sheet.rows([
            *form.rows("places", "environments"),
            *form.people("offenders"),
            *form.rows("other_risk"),
        ])  # fmt: skip

    def _section_2(self) -> None:
        own = self._toolkit.section_2
        self._sheet.heading(own.texts["title"])
        self._sheet.paragraph(Text(own.texts["instruction"], quiet=True))
        columns = [c for c in own.columns if c.id in ("historic", "current")]
        self._sheet.table(
            [own.texts["column"], *(column.label for column in columns)],
            [
                [Text(row["wording"]), *(self._noted(row[column.id]) for column in columns)]
                for row in self._payload["vulnerability_factors"]
            ],
            (2.6, 2.6),
        )
        self._sheet.rows(self.form.rows("factors_commentary", "other_information"))

    def _noted(self, state: bool | None) -> Text:
        if state is None:
            return Text(self._words.of_all("not_known"), bold=True)
        return Text(yes_no(self._words, state), bold=state, quiet=not state)

    def _section_3(self) -> None:
        form, labels = self.form, {f.id: f.label for f in self._toolkit.section_3.fields}
        self._sheet.heading(self._toolkit.section_3.texts["title"])
        self._sheet.rows([
            *form.rows("level_3", "exploitation_type", bold=True),
            *form.rows(
                "immediate_concerns", "action_already_taken", "protective_factors",
                "contextual_analysis",
            ),
        ])  # fmt: skip
        self._actions()
        name, contact = form.named("reporter")
        agency = [*form.answer("reporter_agency"), *paragraphs(contact[1])]
        self._sheet.rows([
            *form.rows("family_aware", "barriers", "risks_to_practitioners"),
            *form.rows("threshold_3", bold=True),
            *form.rows("completed_on", "referred_to_social_care_on", "referred_to_police_on"),
            (labels["practitioner"], name[1]),
            (labels["practitioner_date"], Text(moment(self._payload["reported_at"]))),
            (labels["agency"], agency),
        ])  # fmt: skip

    def _actions(self) -> None:
        actions = self._payload["actions"]
        field = next(f for f in self._toolkit.section_3.fields if f.id == "actions")
        if not actions:
            self._sheet.rows([(field.label, self.form.nothing("actions"))])
            return
        self._sheet.heading(field.label, 3)
        blank = Text(self._words.of_all("not_given"), quiet=True)
        rows = [
            [Text(one[column.id]) if one[column.id].strip() else blank for column in field.columns]
            for one in actions
        ]
        self._sheet.table([column.label for column in field.columns], rows, (4.6, 4.0))

    def _decision(self) -> None:
        form, suggestion = self.form, self._payload["suggestion"]
        self._sheet.heading(form.section("level_3", self._own["decision"]))
        ids = ("level_3", "threshold_3", "route")
        if suggestion is None:
            self._sheet.paragraph(self._quiet("no_suggestion"))
            self._sheet.rows(form.rows(*ids, bold=True))
        else:
            decided = [form.answer(question, bold=True) for question in ids]
            suggested = self._suggested(suggestion)
            self._sheet.table(
                self._own["decision_columns"],
                [
                    [Text(name), *pair]
                    for name, *pair in zip(
                        self._own["decision_rows"], suggested, decided, strict=True
                    )
                ],
                (7.2, 7.2),
            )
            self._floor_and_notes(suggestion)
        self._sheet.rows(form.extras("decision_differs", "decision_reason", "rang_social_care"))

    def _suggested(self, suggestion: Payload) -> list[Cell]:
        none = self._quiet("none_suggested")
        thresholds = {t.id: t.section_3 for t in self._toolkit.thresholds}
        routes = [Text(self._own["routes"].get(r) or in_words(r)) for r in suggestion["routes"]]
        level = (suggestion["level"] or "").capitalize()
        if suggestion["held"]:
            level += f" ({self._own['held']})"
        threshold = suggestion["threshold"]
        return [
            Text(level) if suggestion["level"] else none,
            Text(upper_first(thresholds[threshold])) if threshold else none,
            routes or none,
        ]

    def _floor_and_notes(self, suggestion: Payload) -> None:
        if suggestion["floor"]:
            self._sheet.paragraph(Text(f"{self._own['floor']} {suggestion['floor']}.", quiet=True))
        if suggestion["notes"]:
            self._sheet.heading(self._own["notes"], 3)
            self._sheet.bullets(note["text"] for note in suggestion["notes"])

    def _duties(self) -> None:
        duties = (self._payload["suggestion"] or {}).get("duties", ())
        self._sheet.heading(self.form.section("situation_facts", self._own["duties"]))
        self._sheet.rows(self.form.rows("situation_facts"))
        if not duties:
            self._sheet.paragraph(self._quiet("no_duties"))
            return
        rows: list[list[Cell]] = [
            [
                [Text(duty["name"], bold=True), Text(duty["what"])],
                Text(duty["by"], bold=True),
                [Text(self._basis(duty)), Text(duty["source"])],
            ]
            for duty in duties
        ]
        self._sheet.table(self._own["duty_columns"], rows, (3.6, 5.6))

    def _basis(self, duty: Mapping[str, Any]) -> str:
        inferred = f" ({self._own['inferred']})" if duty["inferred"] else ""
        return f"{self._own['basis']}: {duty['basis']}{inferred}."

    def _unknown(self) -> None:
        suggestion = self._payload["suggestion"]
        if suggestion is None:
            return
        self._sheet.heading(self._own["unknown"])
        if not suggestion["unknown"]:
            self._sheet.paragraph(self._quiet("nothing_unknown"))
            return
        self._sheet.paragraph(self._quiet("unknown_lead"))
        self._sheet.bullets(self._in_words(name) for name in suggestion["unknown"])

    def _in_words(self, name: str) -> str:
        """A name from the list of what isn't known, as people say it."""
        _, *rest = name.split(".")
        if not rest:
            return upper_first(self._own["facts"].get(name) or in_words(name))
        rows = [*self._payload["indicators"], *self._payload["vulnerability_factors"]]
        wording = {row["id"]: row["wording"] for row in rows}.get(rest[0]) or in_words(rest[0])
        return f"{self._own['level_of']}: {wording}" if len(rest) > 1 else wording

    def _views(self) -> None:
        self._sheet.heading(self._own["views"])
        self._sheet.rows(self.form.rows("child_views", "parents_views"))

    def _own_words(self) -> None:
        self._sheet.heading(self._own["own_words"])
        self._sheet.paragraph(*self.form.answer("own_words"))

    def _changes(self) -> None:
        changes = self._payload["changes"]
        if changes is None:
            return
        self._sheet.heading(self._own["changes"])
        earlier = f"{changes['reference']}, {moment(changes['reported_at'])}"
        self._sheet.paragraph(Text(f"{self._own['earlier']}: {earlier}"))
        if not changes["rows"]:
            self._sheet.paragraph(self._quiet("no_changes"))
            return
        blank = self._words.of_all("not_given")
        rows = [
            [Text(r["wording"]), Text(r["then"] or blank), Text(r["now"] or blank, bold=True)]
            for r in changes["rows"]
        ]
        self._sheet.table(self._own["change_columns"], rows, (4.0, 4.0))

    def _trace(self) -> None:
        if self._payload["suggestion"] is None:
            return
        self._sheet.heading(self._own["trace"], 1)
        self._sheet.paragraph(self._quiet("trace_lead"))
        outcomes = list(self._own["outcomes"])
        trace = self._payload["suggestion"]["trace"]
        weighed = sorted(trace, key=lambda entry: outcomes.index(entry["outcome"]))
        outcome, reason, source = self._own["trace_columns"]
        rows: list[list[Cell]] = [
            [
                [Text(f"{in_words(e['entry'])}, {self._own['version']} {e['version']}", bold=True),
                 Text(e["because"])],
                Text(self._own["outcomes"][e["outcome"]], bold=e["outcome"] == "matched"),
                Text(e["source"]),
            ]
            for e in weighed
        ]  # fmt: skip
        self._sheet.table([reason, outcome, source], rows, (2.8, 6.0))

    def _quiet(self, key: str) -> Text:
        return Text(self._own[key], quiet=True)
