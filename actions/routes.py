"""Where Rasa calls the actions: a route of the application itself."""

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor  # type: ignore[import-untyped]
from rasa_sdk.interfaces import ActionNotFoundException  # type: ignore[import-untyped]

from actions.interview import ValidateInterviewForm

OTHER_METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""Answered too, because "Method Not Allowed" would tell that there is something."""


def not_found() -> JSONResponse:
    """The problem detail that hides this route from everybody but Rasa."""
    return JSONResponse(
        {"type": "about:blank", "title": "Not Found", "status": 404},
        status_code=404,
        media_type="application/problem+json",
    )


def executor() -> ActionExecutor:
    """Rasa's own executor, knowing the one action."""
    made = ActionExecutor()
    made.register_action(ValidateInterviewForm)
    return made


def router(token: str) -> APIRouter:
    """The route `POST /actions` for the holder of `token`; with an empty token, for nobody."""
    routes = APIRouter(include_in_schema=False)
    run = executor().run

    def is_rasa(given: str) -> bool:
        return bool(token) and hmac.compare_digest(given.encode(), token.encode())

    @routes.post("/actions", response_model=None)
    async def actions(
        request: Request, x_actions_token: Annotated[str, Header()] = ""
    ) -> dict[str, Any] | JSONResponse:
        if not is_rasa(x_actions_token):
            return not_found()
        call = await request.json()
        try:
            # Rasa sends no domain (selective_domain); the SDK insists on one.
            result = await run({**call, "domain": {}})
        except ActionNotFoundException:
            return not_found()
        return result.model_dump() if result else {"events": [], "responses": []}

    @routes.api_route("/actions", methods=OTHER_METHODS, response_model=None)
    async def hidden() -> JSONResponse:
        return not_found()

    return routes
