"""What a site embeds: the launcher, the framed conversation, and a demo page around them."""

from functools import cache
from html import escape
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from api.access import Services
from api.pages.session import PATH
from api.words import WIDGET, as_data, catalogues, fill, words_in

router = APIRouter(include_in_schema=False)

ASSETS = StaticFiles(directory=WIDGET / "assets")
"""Style sheets, modules and the icon, mounted at `/widget`."""

FRAMED = "/chat"
"""The one page that other sites may put into a frame."""

_ELSEWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""Lets a site that isolates itself load the launcher all the same."""


@router.get("/widget.js")
def launcher() -> Response:
    """The script that a site embeds: the launcher with its few texts in every language."""
    return Response(_launcher(), media_type="text/javascript", headers=_ELSEWHERE)


@router.get(FRAMED)
def conversation(
    services: Services,
    lang: str | None = None,
    audience: str | None = None,
    area: str | None = None,
) -> HTMLResponse:
    """The conversation. Its other settings are read by the page itself."""
    words = words_in(lang)
    settings = {"audience": audience, "area": area}
    set_here = urlencode({name: value for name, value in settings.items() if value})
    extra = {
        "words": as_data(words, "launcher", "frame", "home"),
        "pages": escape(f"{PATH}?{set_here}"),
        "unsent_days": str(services.settings.unsent_days),
        "audience": "practitioner" if audience == "practitioner" else "public",
    }
    return HTMLResponse(fill(_template("frame.html"), words, extra))


@router.get("/")
def home(lang: str | None = None) -> HTMLResponse:
    """A page as a site might have it, with the widget in it."""
    return HTMLResponse(fill(_template("home.html"), words_in(lang)))


@cache
def _template(name: str) -> str:
    return (WIDGET / name).read_text(encoding="utf-8")


@cache
def _launcher() -> str:
    """Closed in a function of its own, so that it leaves no name behind in the embedding page."""
    texts = as_data({tag: words["launcher"] for tag, words in catalogues().items()})
    return f'(() => {{\n"use strict";\n{_template("launcher.js")}\nlaunch({texts});\n}})();\n'
