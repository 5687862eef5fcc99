"""Who may read what: bearer tokens, never in a URL."""

from typing import Annotated

from fastapi import Depends, Header, HTTPException, Request

from assistant.bootstrap import Container


def container(request: Request) -> Container:
    """The application's one container."""
    held = request.app.state.container
    assert isinstance(held, Container)  # noqa: S101
    return held


def bearer(authorization: Annotated[str | None, Header()] = None) -> str:
    """The bearer token. Without one: 401; a wrong one is for the service to refuse (404)."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise HTTPException(
            401, "Send the token as 'Authorization: Bearer …'.", {"WWW-Authenticate": "Bearer"}
        )
    return token.strip()


Services = Annotated[Container, Depends(container)]
Token = Annotated[str, Depends(bearer)]
