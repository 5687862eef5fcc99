"""The headers of the pages: nothing is stored, nothing runs, nothing is framed."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.limits import LARGEST_BODY
from api.pages.rendering import page
from api.pages.session import PATH

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class PageHeaders:
    """Stricter headers than elsewhere: these pages hold what somebody has said, and no script.

    A form that is too large is refused here too, before it is read.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the headers of whatever stands under `/pages`."""
        path = scope.get("path", "")
        own = scope["type"] == "http" and (path == PATH or path.startswith(f"{PATH}/"))

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _POLICY
                # With "no-referrer" browsers would leave out which site a form was sent from.
                headers["Referrer-Policy"] = "same-origin"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Robots-Tag"] = "noindex"
                if not path.startswith(f"{PATH}/assets/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        if own and _is_too_large(scope):
            await page("trouble", 413, kind="large", detail="")(scope, receive, with_headers)
            return
        await self.app(scope, receive, with_headers if own else send)


def _is_too_large(scope: Scope) -> bool:
    """Refused as a page; what doesn't state its length is refused elsewhere, as a problem."""
    stated = Headers(scope=scope).get("content-length", "")
    return stated.isdecimal() and int(stated) > LARGEST_BODY
