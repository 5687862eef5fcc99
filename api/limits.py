"""Limits and headers for every answer, as plain ASGI: they cost next to nothing."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

LARGEST_BODY = 64 * 1024
"""Bytes in one request; the longest message takes about half of it."""

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ACTIONS = "/actions"


class SizeLimit:
    """Refuses a larger body with 413, whether or not it states its length."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what it sends. Rasa's own calls hold more and are trusted."""
        if scope["type"] != "http" or scope["path"] == _ACTIONS:
            await self.app(scope, receive, send)
            return
        body = await _read(receive)
        if body is None:
            refusal = problem(413, f"A request may have at most {LARGEST_BODY} bytes.")
            await refusal(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)


class SecurityHeaders:
    """The same careful headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers; the API's own pages at /docs keep their scripts."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                if scope["path"].startswith("/v1/"):
                    headers.setdefault("Cache-Control", "no-store")
                elif not scope["path"].startswith("/docs"):
                    headers["Content-Security-Policy"] = _PAGE_POLICY
                    # Asked again each time, so that no page mixes old parts with new.
                    headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


async def _read(receive: Receive) -> list[Message] | None:
    """The whole request, or None if it is too large."""
    messages, size = [], 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return messages


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = list(messages)

    async def replayed() -> Message:
        return waiting.pop(0) if waiting else await receive()

    return replayed
