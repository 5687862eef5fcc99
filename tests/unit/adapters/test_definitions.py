"""The forms together: what one names of another has to be there and to fit."""

import shutil
from pathlib import Path

import pytest

from assistant.adapters.definitions import FORMS, load_editions
from assistant.domain.errors import DefinitionError


@pytest.mark.parametrize(
    ("file", "sound", "broken", "reason"),
    [
        ("operation_liberty.yml", "taken_from: {question: child}", "taken_from: {question: chlid}",
         "'operation_liberty', question 'victims': taken_from: no form has a question 'chlid'"),
        ("operation_liberty.yml", "taken_from: {question: child}", "taken_from: {question: area}",
         "'area' must take one person"),
        ("operation_liberty.yml", "financial: debt", "finance: debt",
         "'exploitation_type' has no answer 'finance'; allowed: sexual_exploitation, "),
        ("operation_liberty.yml", "financial: debt", "financial: debts",
         "question 'exploitation_types': 'debts' is no answer of 'exploitation_types'; allowed: s"),
        ("cre_risk_assessment.yml", "sent:operation_liberty", "sent:operation_library",
         "'cre_risk_assessment' leads to no form 'operation_library'; allowed: cre_risk"),
        ("social_care_referral.yml", "annex: cre_risk_assessment", "annex: cre",
         "'social_care_referral' leads to no form 'cre'"),
    ],
)  # fmt: skip
def test_what_a_form_names_of_another_and_is_not_there_stops_the_start(
    tmp_path: Path, file: str, sound: str, broken: str, reason: str
) -> None:
    for path in FORMS.glob("*.yml"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert sound in text
    (tmp_path / file).write_text(text.replace(sound, broken), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_editions(tmp_path)
    assert reason in str(caught.value)
