"""`/pages`: the conversation as pages, for browsers without JavaScript. Post, redirect, get."""

import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from traceback import extract_tb
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.staticfiles import StaticFiles

from api.access import Services
from api.pages import fields, session, showing
from api.pages.boxes import Problem, element_id
from api.pages.forms import Posted, read_form
from api.pages.headers import PageHeaders
from api.pages.rendering import page
from api.pages.sending import ANSWER, WORDS, NotTakenError, Sender
from api.pages.session import PATH, ForeignPostError, Held, NoSessionError, OwnSite, Session
from api.pages.standing import Standing, Step, load
from api.pages.words import say, speak
from api.submissions import read_document, read_editable
from assistant.bootstrap import Container
from assistant.domain.definition import Audience, Question
from assistant.domain.errors import (
    ConflictError,
    InvalidAnswerError,
    LimitError,
    NotFoundError,
)
from assistant.domain.languages import ENGLISH, Languages

log = logging.getLogger(__name__)

_ASSETS = StaticFiles(directory=Path(__file__).parent / "assets")
"""Style sheets and the icon."""

ELSEWHERE = "https://www.bbc.co.uk/weather"
"""Where "Exit this page" leads: a page that anybody might have open."""

_ADD, _REMOVE = "add:", "remove:"


class PageRoute(APIRoute):
    """Answers every error as a page; elsewhere they are problem details, which nobody can read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with what may go wrong in it answered."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            open_here = session.held(request)
            languages: Languages = request.app.state.container.languages
            asked = request.query_params.get("lang")
            speak(languages, asked or (open_here.language if open_here else None))
            try:
                return await handle(request)
            except (NoSessionError, NotFoundError):
                gone = _to(f"{PATH}?ended=1")
                session.forget(gone, request)
                return gone
            except ForeignPostError:
                return page("trouble", 403, kind="foreign", detail="")
            except LimitError as error:
                return page("trouble", 429, kind="limit", detail=str(error))
            except Exception as error:
                # Its type and place only: the text of an error could hold what somebody typed.
                last = extract_tb(error.__traceback__)[-1]
                log.error(
                    "Unexpected %s at %s:%s", type(error).__name__, last.filename, last.lineno
                )
                return page("trouble", 500, kind="", detail="")

        return handled


router = APIRouter(prefix=PATH, include_in_schema=False, route_class=PageRoute)


def install(app: FastAPI) -> None:
    """Add the pages to the application. Their headers go over those of everything else."""
    app.add_middleware(PageHeaders)
    app.mount(f"{PATH}/assets", _ASSETS, name="pages")
    app.include_router(router)


@router.get("")
async def start(
    request: Request,
    services: Services,
    area: Annotated[str | None, Query(max_length=64)] = None,
    audience: Annotated[str | None, Query(max_length=64)] = None,
    lang: Annotated[str | None, Query(max_length=35)] = None,
    ended: bool = False,
) -> Response:
    """What this is, and what to know before starting. Nothing is begun by looking at it."""
    return page(
        "start",
        area=area if area in services.area_names else "",
        audience=audience if audience in tuple(Audience) else "",
        lang=services.languages.asked_for(lang).tag,
        open=await _is_open(services, session.held(request)),
        ended=ended,
        unsent_days=services.settings.unsent_days,
    )


async def _is_open(services: Container, held: Session | None) -> bool:
    if held is None:
        return False
    try:
        await run_in_threadpool(services.conversations.authorise, held.conversation, held.token)
    except NotFoundError:
        return False
    return True


@router.post("/start", dependencies=[OwnSite])
async def begin(request: Request, services: Services) -> Response:
    """Open a conversation and hand it to the browser."""
    form = await read_form(request)
    audience, area = form.one("audience") or None, form.one("area") or None
    asked = services.languages.asked_for(form.one("lang"))
    language = "" if asked is ENGLISH else asked.tag
    opened = await run_in_threadpool(services.conversations.open, audience, area, language)
    response = _to(f"{PATH}/0")
    session.keep(response, request, Session(opened.id, opened.token, language))
    return response


@router.get("/exit")
async def leave(request: Request) -> Response:
    """Leave at once. The browser forgets the conversation on the way; the server is not asked."""
    response = _to(ELSEWHERE)
    # A link on another site must not be able to close somebody's conversation.
    if request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
        session.forget(response, request)
        # Not "cookies": that would clear those of the whole domain, and take its time.
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


@router.get("/now")
async def go_on(services: Services, held: Held) -> Response:
    """To wherever the conversation stands."""
    return _to_now(await run_in_threadpool(load, services, held))


@router.post("/answer", dependencies=[OwnSite])
async def answer(request: Request, services: Services, held: Held) -> Response:
    """Take what a page sends, and lead on; or show it again, with what is wrong."""
    form = await read_form(request)
    standing = await run_in_threadpool(load, services, held)
    step = _step(standing, form.one("step"))
    asked = standing.asked_at(step)
    asked_form, questions = asked or (None, ())
    do = form.one("do") or (ANSWER if questions else WORDS)
    if do.startswith((_ADD, _REMOVE)):
        return _with_other_boxes(standing, step, questions, form, do)
    sender = Sender(
        services,
        standing,
        step,
        asked_form,
        questions,
        form,
        _message_id(form, standing.next_id(step)),
        changes=form.one("changes") == "yes",
    )
    try:
        await sender.send(do)
    except NotTakenError as error:
        return showing.step(standing, step, posted=form, problems=error.problems)
    except InvalidAnswerError:
        refused = [Problem(WORDS, say("error.refused"))]
        return showing.step(standing, step, posted=form, problems=refused)
    except ConflictError:
        pass  # answered from another window, or twice with different buttons: show what is so
    return _to_now(await run_in_threadpool(load, services, held))


@router.get("/answer")
async def not_a_page() -> Response:
    """Somebody has opened the address that forms are sent to."""
    return _to(f"{PATH}/now")


@router.get("/documents/{number}.{kind}")
async def document(number: int, kind: str, services: Services, held: Held) -> Response:
    """A form that was sent, as PDF or for Word."""
    standing = await run_in_threadpool(load, services, held)
    sent = standing.state["submissions"]
    if not 1 <= number <= len(sent) or kind not in ("pdf", "docx"):
        return _to_now(standing)
    read = read_document if kind == "pdf" else read_editable
    reference = sent[number - 1]["reference"]
    response = await read(reference, services, held.token)
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.{kind}"'
    return response


@router.get("/{number:int}")
async def step(number: int, services: Services, held: Held) -> Response:
    """One step of the conversation: the latest asks, an earlier one can be changed."""
    standing = await run_in_threadpool(load, services, held)
    if not 0 <= number <= standing.latest.number:
        return _to_now(standing)
    return showing.step(standing, standing.steps[number])


@router.get("/{rest:path}")
async def nowhere(rest: str) -> Response:  # noqa: ARG001
    """Any other address."""
    return _to(PATH)


def _with_other_boxes(
    standing: Standing, at: Step, questions: tuple[Question, ...], form: Posted, do: str
) -> Response:
    """The same page with boxes for one more, or for one fewer. Nothing is sent."""
    kind, name, *place = do.split(":")
    question = next((q for q in questions if q.id == name and q.repeat), None)
    if question is None:
        return _to_now(standing)
    if f"{kind}:" == _ADD:
        number = fields.count(question, form)
        form = fields.with_another(question, form)
    else:
        number = int(place[0]) if place and place[0].isdecimal() else 0
        form = fields.without(question, form, number)
        number = max(0, number - 1)
    focus = element_id(f"{fields.name_of(question)}.{number}")
    return showing.step(standing, at, posted=form, focus=focus)


def _message_id(form: Posted, usual: str) -> str:
    """The id that the page was made with; whatever is no id gives way to the usual one."""
    try:
        return str(UUID(form.one("id")))
    except ValueError:
        return usual


def _step(standing: Standing, number: str) -> Step:
    place = int(number) if number.isdecimal() and len(number) < 9 else -1
    return standing.steps[place] if 0 <= place < len(standing.steps) else standing.latest


def _to_now(standing: Standing) -> Response:
    return _to(f"{PATH}/{standing.latest.number}")


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)
