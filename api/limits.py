"""Limits and headers for every answer, as plain ASGI: they cost next to nothing."""

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

LARGEST_BODY = 64 * 1024
"""Bytes in one request; the longest message takes about half of it."""

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
)
_FRAMED = "/chat"
_ACTIONS = "/actions"
_PRIVATE = ("/v1/", "/pages")
"""Answers that hold what somebody has said."""
_SAME_FOR_ALL = ("/v1/forms", "/v1/areas")
"""Published definitions: the same for everybody, so they may be compressed."""
_STYLES = "/pages/assets/"


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


class Compression:
    """Compresses pages and published definitions, and nothing else of the API: an answer that
    holds a secret beside somebody's own words gives it away by its length."""

    def __init__(self, app: ASGIApp) -> None:
        self.plain = app
        self.packed = GZipMiddleware(app, minimum_size=500)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, to be compressed or not."""
        path = scope.get("path", _ACTIONS)
        private = path == _ACTIONS or path.startswith(_PRIVATE)
        packed = path.startswith((*_SAME_FOR_ALL, _STYLES)) or not private
        await (self.packed if packed else self.plain)(scope, receive, send)


class SecurityHeaders:
    """The same careful headers on every answer.

    `frame_ancestors` are the sites that may frame the conversation; nothing else can be framed.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self.app = app
        self.frame_ancestors = frame_ancestors

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
                    allowed = self.frame_ancestors if scope["path"] == _FRAMED else "'none'"
                    headers["Content-Security-Policy"] = _PAGE_POLICY + allowed
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
