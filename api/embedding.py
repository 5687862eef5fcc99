"""What a site embeds: the launcher, the framed conversation, and a demo page around them."""

from functools import cache
from html import escape
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from api.access import Services
from api.pages.session import PATH
from api.words import WIDGET, as_data, fill, line_about_999, words_in
from assistant.domain.languages import Languages

router = APIRouter(include_in_schema=False)

ASSETS = StaticFiles(directory=WIDGET / "assets")
"""Style sheets, modules and the icon, mounted at `/widget`."""

FRAMED = "/chat"
"""The one page that other sites may put into a frame."""

_ELSEWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""Lets a site that isolates itself load the launcher all the same."""


@router.get("/widget.js")
def launcher(services: Services) -> Response:
    """The script that a site embeds: the launcher with its few texts in every language."""
    script = _launcher(services.languages)
    return Response(script, media_type="text/javascript", headers=_ELSEWHERE)


@router.get(FRAMED)
def conversation(
    services: Services,
    lang: str | None = None,
    audience: str | None = None,
    area: str | None = None,
) -> HTMLResponse:
    """The conversation. Its other settings are read by the page itself."""
    languages = services.languages
    words = words_in(languages.find(lang))
    beside = languages.beside(lang)
    others = [one for one in languages.every if one is not languages.find(lang)]
    settings = {"audience": audience, "area": area, "lang": lang}
    set_here = urlencode({name: value for name, value in settings.items() if value})
    extra = {
        "words": as_data(words, "launcher", "frame", "home"),
        "pages": escape(f"{PATH}?{set_here}"),
        "beside": line_about_999(languages, beside, "span") if beside else "",
        "others": "".join(line_about_999(languages, one, "p") for one in others),
        "unsent_days": str(services.settings.unsent_days),
        "audience": "practitioner" if audience == "practitioner" else "public",
    }
    return HTMLResponse(fill(_template("frame.html"), words, extra))


@router.get("/")
def home(services: Services, lang: str | None = None) -> HTMLResponse:
    """A page as a site might have it, with the widget in it."""
    return HTMLResponse(fill(_template("home.html"), words_in(services.languages.find(lang))))


@cache
def _template(name: str) -> str:
    return (WIDGET / name).read_text(encoding="utf-8")


@cache
def _launcher(languages: Languages) -> str:
    """Closed in a function of its own, so that it leaves no name behind in the embedding page."""
    texts = as_data({one.tag: words_in(one)["launcher"] for one in languages.spoken})
    return f'(() => {{\n"use strict";\n{_template("launcher.js")}\nlaunch({texts});\n}})();\n'
