"""The web application: api and actions on one container."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from actions.handler import set_handler
from actions.routes import router as actions_router
from api.app import create_api
from assistant.bootstrap import bootstrap


def create_app() -> FastAPI:
    """Build the application; the factory that the web server calls."""
    container = bootstrap()
    container.migrate()
    container.warm()
    app = create_api(container)
    set_handler(container.conversations)
    app.include_router(actions_router(container.settings.actions_token))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await container.dialogue.close()

    app.router.lifespan_context = lifespan
    return app
