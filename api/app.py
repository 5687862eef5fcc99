"""The web application: routes, errors, limits and headers."""

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from api import (
    assessments,
    conversations,
    definitions,
    embedding,
    problems,
    readings,
    submissions,
)
from api.access import Services
from api.limits import Compression, SecurityHeaders, SizeLimit
from api.pages import routes as pages
from api.schemas import Health
from assistant.bootstrap import Container

VERSION = "1.0"
"""Of the HTTP contract."""


def create_api(container: Container) -> FastAPI:
    """The application over a container."""
    app = FastAPI(
        title="CRE referral assistant",
        description="A conversation becomes the right filled form, delivered, with proof.",
        version=VERSION,
    )
    app.state.container = container
    problems.install(app)
    app.add_middleware(SizeLimit)
    app.add_middleware(Compression)
    app.add_middleware(SecurityHeaders, frame_ancestors=container.settings.frame_ancestors)
    pages.install(app)
    for module in (conversations, submissions, definitions, assessments, readings, embedding):
        app.include_router(module.router)

    @app.get("/health", response_model=Health, tags=["health"])
    async def health(services: Services) -> dict[str, object]:
        """Whether the parts work. Without Rasa the service goes on, so that is only degraded."""
        rasa = await services.dialogue.alive()
        database = await run_in_threadpool(services.database_alive)
        counts = await run_in_threadpool(services.handover.counts) if database else {}
        status = "down" if not database else "ok" if rasa else "degraded"
        return {
            "status": status,
            "database": "ok" if database else "down",
            "rasa": "ok" if rasa else "down",
            "deliveries": counts,
        }

    app.mount("/widget", embedding.ASSETS, name="widget")
    return app
