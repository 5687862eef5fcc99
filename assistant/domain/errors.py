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


class DefinitionError(AssistantError):
    """A form, rulebook or wording file is broken: names file, place and reason."""
