"""Rasa's REST channel: a text goes in, and what was understood comes back by the action."""

import time
from uuid import uuid4

import httpx

from assistant.domain.errors import DialogueUnavailableError

REST_SECONDS = 5.0
"""How long Rasa is left alone once it is down, so that a dead Rasa costs no one a wait."""
SLOW_IN_A_ROW = 3
"""So many calls in a row that took too long count as down; one alone may be a busy moment."""

_ZERO_WIDTH_SPACE = "\u200b"
# Rasa takes "/name{...}" for an intent, even after white space, which it strips.


class RasaClient:
    """Sends texts to Rasa. Answers are not read: the reply of record is in the database."""

    def __init__(self, address: str, timeout_seconds: float) -> None:
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=32)
        self._client = httpx.AsyncClient(
            base_url=address, timeout=timeout_seconds, limits=limits, trust_env=False
        )
        self._rests_until = 0.0
        self._slow = 0

    async def send(self, conversation_id: str, message_id: str, text: str) -> None:
        """Pass one text on. Raises DialogueUnavailableError if Rasa is down or too slow."""
        if time.monotonic() < self._rests_until:
            raise DialogueUnavailableError("Rasa is resting after a failure.")
        body = {
            # Rasa answers one message of a sender at a time and looks again only every second.
            # It remembers nothing, so a sender for each call costs nothing and keeps two taps
            # on a button from waiting for each other until Rasa seems to be down.
            "sender": str(uuid4()),
            "message": f"{_ZERO_WIDTH_SPACE}{text}" if text.lstrip().startswith("/") else text,
            "metadata": {"conversation_id": conversation_id, "message_id": message_id},
        }
        try:
            response = await self._client.post("/webhooks/rest/webhook", json=body)
            response.raise_for_status()
        except httpx.HTTPError as error:
            self._note(error)
            # The exception's own text could hold the request.
            raise DialogueUnavailableError(type(error).__name__) from None
        self._slow = 0

    def _note(self, error: httpx.HTTPError) -> None:
        """Leave Rasa alone for a while if it is down, and not only slow this once."""
        self._slow += 1
        down = not isinstance(error, httpx.TimeoutException)
        if down or self._slow >= SLOW_IN_A_ROW:
            self._rests_until = time.monotonic() + REST_SECONDS
            self._slow = 0

    async def alive(self) -> bool:
        """Whether Rasa answers at all."""
        try:
            response = await self._client.get("/", timeout=1.0)
        except httpx.HTTPError:
            return False
        return response.status_code < 500

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
