"""Pages that embed the conversation, for the tests of the widget: plain ones and hostile ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.functional.browser import HostSite, PageServer

HOSTILE = """
  * { all: unset !important; display: none !important; animation: spin 1s infinite !important; }
  html, body, p { display: block !important; }
  html > *, cre-assistant, button, iframe { visibility: hidden !important; opacity: 0 !important; }
  html > *, cre-assistant { position: static !important; transform: scale(0.1) !important; }
  html > *, cre-assistant { pointer-events: none !important; }
  html > body, body * { visibility: visible !important; transform: none !important; }
  body { transform: rotate(1deg) !important; filter: blur(1px) !important; }
  :root { font-size: 3px !important; color: yellow !important; }
"""
"""A style sheet that hides, moves and shrinks whatever it can reach."""


def page_with(service: str, attributes: str = 'data-area="derby"', style: str = "") -> str:
    """A page of somebody's that embeds the launcher."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A community page</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{style and '<style>' + style + '</style>'}"
        f'<script async src="{service}/widget.js" {attributes}></script></head>'
        '<body><main><h1>A community page</h1><p>Some words. <a href="#x">A link</a></p></main>'
        "</body></html>"
    )


@contextmanager
def site_and_service(var: Path) -> Iterator[tuple[HostSite, PageServer]]:
    """A site that may embed the service, and the service with a worker that delivers."""
    service = PageServer(var, with_worker=True)
    pages = {
        "/": page_with(service.address),
        "/hostile": page_with(service.address, style=HOSTILE),
        "/practitioners": page_with(
            service.address, 'data-area="derby" data-audience="practitioner" data-position="left"'
        ),
        "/pale": page_with(service.address, 'data-colour="#ffe680" data-area="nowhere"'),
        "/frame": f'<!doctype html><html lang="en"><title>Framed</title><h1>Framed</h1>'
        f'<iframe title="Chat" src="{service.address}/chat?area=derby" width="400" height="700">'
        "</iframe></html>",
    }
    site = HostSite(pages)
    service.ancestors = f"'self' {site.address} {site.relative}"
    service.start()
    try:
        yield site, service
    finally:
        site.stop()
        service.stop()


def strict_site(service: str) -> HostSite:
    """A site that forbids everything but the launcher and its frame."""
    policy = f"default-src 'none'; script-src {service}; frame-src {service}"
    return HostSite({"/": page_with(service)}, policy + "; require-trusted-types-for 'script'")


def opened(page: Any, address: str) -> Any:
    """Open a page of the site and the chat in it; the frame, once it asks something."""
    page.goto(address)
    page.get_by_role("button", name="Worried about a child?").click()
    return frame_of(page)


def frame_of(page: Any) -> Any:
    """The conversation's frame, once it asks something."""
    page.locator("iframe").wait_for()
    frame = page.locator("iframe").element_handle().content_frame()
    frame.locator("#choices button").first.wait_for()
    return frame
