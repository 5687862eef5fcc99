"""Asides: commands, questions in the middle, and what was not understood.

None of them is an answer; the interview goes on where it was.
"""

from assistant.domain.casefile import OPENING, REVIEW
from assistant.domain.definition import Question
from assistant.domain.interview import Given
from assistant.domain.wording import Reply
from assistant.services.drafting import Draft
from assistant.services.hearing import Heard, Hearing


def aside(draft: Draft, heard: Hearing, *, at_opening: bool = False) -> None:
    """What is neither an answer nor an account: a command, a question, or not understood."""
    if heard.kind is Heard.COMMAND and heard.command:
        _command(draft, heard.command.id)
    elif heard.kind is Heard.QUESTION and heard.reply:
        reply(draft, heard.reply)
    elif heard.kind is Heard.QUESTION:
        draft.say("cant_answer_opening" if at_opening else "cant_answer")
    else:
        _not_understood(draft, at_opening=at_opening)


def reply(draft: Draft, said: Reply) -> None:
    """Answer a question asked in the middle, in the words for this audience."""
    text = said.texts[draft.case.audience]
    draft.messages.append(draft.speaker.say(draft.case, text))


def say_done(draft: Draft, when: str, **values: str) -> None:
    """That it is done: `now`, `already`, `after`. What reached nobody is never called sent."""
    how = "kept" if draft.case.kept_only else "sent"
    draft.say(f"{when}_{how}", **values)


def _not_understood(draft: Draft, *, at_opening: bool) -> None:
    """Say so and offer the choices; the second time in a row also a person."""
    draft.set(misunderstood=draft.case.misunderstood + 1)
    if at_opening and draft.case.form == OPENING:
        again = "_again" if draft.case.misunderstood > 1 else ""
        draft.say(f"cant_answer_opening{again}")
    elif draft.case.misunderstood > 1:
        draft.say("not_understood_again")
    else:
        draft.say("not_understood")


def _command(draft: Draft, command: str) -> None:
    question = draft.question
    match command:
        case "back":
            draft.go_back()
        case "skip" | "dont_know" | "prefer_not_to_say":
            if question is None:
                draft.say("nothing_to_skip")
            elif draft.form.is_flow:
                _explain(draft, question, "help")
            else:
                draft.decline(question, Given(command))
        case "why" | "help":
            _explain(draft, question, command)
        case "send" if draft.case.asked == REVIEW:
            draft.send()
        case "send":
            draft.say("send_later")
        case "start_again":
            draft.enter("start_again")
        case "stop":
            draft.set(stopped=True)
            draft.say("stopped")
        case "save":
            draft.say("saved")
        case _:
            draft.say(command)


def _explain(draft: Draft, question: Question | None, command: str) -> None:
    if question is None:
        draft.say("help_general")
    elif command == "why":
        draft.say("why", why=question.why)
    else:
        draft.say("help", help=question.help)
        if not draft.form.is_flow:
            draft.say("help_general")
