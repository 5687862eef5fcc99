"""Whose conversation it is: a cookie that holds id and token, and the check of where a post comes
from. A token never stands in an address."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

PATH = "/pages"
_COOKIE = "cre_pages"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Session:
    """The conversation that a browser has open."""

    conversation: str
    token: str
    language: str = ""
    """The tag that was asked for; empty for English."""


class NoSessionError(Exception):
    """This browser has no conversation open."""


class ForeignPostError(Exception):
    """A post that another site has made a browser send."""


def held(request: Request) -> Session | None:
    """The conversation of the request's cookie, if it has one."""
    conversation, token, language = [*request.cookies.get(_COOKIE, "").split("."), "", ""][:3]
    return Session(conversation, token, language) if conversation and token else None


def required(request: Request) -> Session:
    """The conversation of the request's cookie. Raises NoSessionError."""
    session = held(request)
    if session is None:
        raise NoSessionError
    return session


def keep(response: Response, request: Request, session: Session) -> None:
    """Hand the conversation to the browser, until it is closed."""
    parts = (session.conversation, session.token, session.language)
    _set(response, request, ".".join(filter(None, parts)), None)


def forget(response: Response, request: Request) -> None:
    """Make the browser forget the conversation."""
    _set(response, request, "", 0)


def _set(response: Response, request: Request, value: str, seconds: int | None) -> None:
    """Only ever sent to these pages, by this site, and read by no script."""
    plain = request.url.scheme == "http" and request.url.hostname in _LOOPBACK
    response.set_cookie(
        _COOKIE,
        value,
        max_age=seconds,
        path=PATH,
        secure=not plain,
        httponly=True,
        samesite="strict",
    )


def from_this_site(request: Request) -> None:
    """Raises ForeignPostError unless a page of this site has sent the request.

    Browsers say so themselves (`Sec-Fetch-Site`); older ones name the sending site (`Origin`).
    The cookie alone would do, being `SameSite=Strict`; opening a conversation needs no cookie.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    own = urlsplit(origin).netloc == request.headers.get("host")
    # "none": nobody's page sent it, the browser itself did, as when a page is loaded again.
    if not (site in ("same-origin", "none") if site else own):
        raise ForeignPostError


Held = Annotated[Session, Depends(required)]
OwnSite = Depends(from_this_site)
