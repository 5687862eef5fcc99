"""An earlier assessment, opened by its reference and receipt code."""

import hmac
import re
from dataclasses import dataclass

from assistant.domain.assessment_answers import answers_from
from assistant.domain.casefile import Earlier
from assistant.services.course import Forms
from assistant.services.ports import Database
from assistant.services.tokens import digest, normalise_receipt_code

REFERENCE = re.compile(r"\b[A-Z]{3}-\d{4}-[0-9A-Z]{6}\b")
CODE = re.compile(r"\b(?=([0-9A-Z]{4}(?:[ -]?[0-9A-Z]{4}){3})\b)")
"""Everything that could be a code, overlapping: "code ABCD-…" begins with four letters too."""


@dataclass(frozen=True)
class Recalling:
    """Finds what a new assessment starts from. May block: call it in a thread."""

    database: Database
    forms: Forms

    def find(self, text: str) -> Earlier | None:
        """The assessment whose reference and receipt code stand in a text.

        None for a wrong code, an unknown reference and a form of another kind alike: nobody can
        find out which references exist.
        """
        said = text.upper()
        reference = REFERENCE.search(said)
        if reference is None:
            return None
        with self.database.reading() as work:
            found = work.submissions.get(reference[0])
        expected = found.receipt_hash if found else digest("")
        codes = CODE.findall(said.replace(reference[0], ""))
        matches = [hmac.compare_digest(expected, digest(normalise_receipt_code(c))) for c in codes]
        if found is None or not any(matches) or not self.forms[found.form].weighed:
            return None
        answers = answers_from(self.forms[found.form], found.payload)
        return Earlier(found.reference, found.submitted_at.isoformat(), answers)
