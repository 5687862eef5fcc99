"""What can go wrong, by name."""


class AssistantError(Exception):
    """The base of this product's own errors. Messages never hold what a person typed."""


class DuplicateError(AssistantError):
    """Something with that id is already kept."""


class DialogueUnavailableError(AssistantError):
    """Rasa did not answer in time."""


class NotFoundError(AssistantError):
    """Unknown id or wrong token: the two are never told apart."""


class ConflictError(AssistantError):
    """The request contradicts what is already kept."""


class InvalidAnswerError(AssistantError):
    """An answer does not fit its question. The message says what is allowed."""


class LimitError(AssistantError):
    """A stated limit is reached. The message says which, and what to do."""


class DefinitionError(AssistantError):
    """A form, rulebook or wording file is broken: names file, place and reason."""


class DefinitionProblem(AssistantError):  # noqa: N818 (a finding that becomes a DefinitionError)
    """What is wrong in plain data, and where in it. The loader adds file and line.

    `path` leads from the top of the file to the place: keys and list positions from 0.
    """

    def __init__(self, path: tuple[str | int, ...], reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason
