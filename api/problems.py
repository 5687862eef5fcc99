"""Errors as RFC 9457 problem details: what is wrong, what to do, and nothing anybody typed."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from traceback import extract_tb
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain.errors import (
    AssistantError,
    ConflictError,
    InvalidAnswerError,
    LimitError,
    NotFoundError,
)

log = logging.getLogger(__name__)

_STATUS: dict[type[AssistantError], int] = {
    NotFoundError: 404,
    ConflictError: 409,
    InvalidAnswerError: 422,
    LimitError: 429,
}


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem detail of a status, titled as HTTP titles it."""
    return JSONResponse(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
        },
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


def install(app: FastAPI) -> None:
    """Answer every error of the application as a problem detail."""
    for kind, status in _STATUS.items():
        app.add_exception_handler(kind, _for(status))
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Unexpected)


def _for(status: int) -> Callable[[Request, Exception], Awaitable[JSONResponse]]:
    async def handler(_request: Request, error: Exception) -> JSONResponse:
        return problem(status, str(error))

    return handler


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    """Names the fields and what is wrong with them; pydantic's own text quotes the input."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    return problem(422, "; ".join(sorted({_fault(e) for e in error.errors()})))


def _fault(error: dict[str, Any]) -> str:
    """Which field, and what is allowed."""
    field = ".".join(map(str, error["loc"][1:])) or str(error["loc"][0])
    # Pydantic quotes the first wrong character of these.
    quoting = error["type"].startswith(("uuid", "json"))
    return f"{field}: {'must be a UUID' if quoting and field == 'id' else error['msg']}"


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    return problem(error.status_code, str(error.detail), dict(error.headers or {}))


class Unexpected:
    """Answers what nobody foresaw.

    A middleware and not a handler, because the server would log the exception's own text, which
    could hold what somebody typed. Its type and place are logged, and nothing else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what it raises becomes a 500, if nothing was answered yet."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            last = extract_tb(error.__traceback__)[-1]
            log.error("Unexpected %s at %s:%s", type(error).__name__, last.filename, last.lineno)
            if begun:
                return
            text = "Something went wrong here. Nothing you sent is lost; please try again."
            await problem(500, text)(scope, receive, send)
