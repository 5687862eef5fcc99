"""Who answers: set once when the application starts, because Rasa's SDK makes actions itself."""

from typing import Protocol

from assistant.domain.understanding import Understanding


class TurnHandler(Protocol):
    """Answers one message that the application has already stored."""

    def answer(self, conversation_id: str, message_id: str, understanding: Understanding) -> object:
        """Decide on the message and commit the reply of record. Runs in a worker thread."""


class NoHandlerError(RuntimeError):
    """An action was called before the application had set its handler."""


_handler: TurnHandler | None = None


def set_handler(handler: TurnHandler | None) -> None:
    """Set who answers (None takes it away again)."""
    global _handler
    _handler = handler


def current_handler() -> TurnHandler:
    """Who answers now."""
    if _handler is None:
        raise NoHandlerError
    return _handler
