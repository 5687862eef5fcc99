"""The web application: routes, errors, limits and headers."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from api import assessments, conversations, definitions, problems, readings, submissions
from api.access import Services
from api.limits import SecurityHeaders, SizeLimit
from api.pages import routes as pages
from api.schemas import Health
from assistant.bootstrap import Container

VERSION = "1.0"
"""Of the HTTP contract."""

PAGE = Path(__file__).parent / "page"


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
    app.add_middleware(SecurityHeaders)
    pages.install(app)
    for module in (conversations, submissions, definitions, assessments, readings):
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

    # Compressed here and not for the API: answers that hold a secret beside somebody's own words
    # give it away by their length.
    page = GZipMiddleware(StaticFiles(directory=PAGE, html=True), minimum_size=500)
    app.mount("/", page, name="page")
    return app
