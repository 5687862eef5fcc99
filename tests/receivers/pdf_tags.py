"""The structure of a tagged PDF, as a screen reader meets it."""

import io
from typing import Any

from pypdf import PdfReader


def root_of(document: bytes) -> Any:
    """The catalogue of a PDF; pypdf has no types for what lies in it."""
    return PdfReader(io.BytesIO(document)).trailer["/Root"]


def tags_of(document: bytes) -> list[str]:
    """Every tag, from the first to the last."""
    return _tags_below(root_of(document)["/StructTreeRoot"])


def _tags_below(node: Any) -> list[str]:
    node = node.get_object()
    if not hasattr(node, "get"):
        return []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    own = [str(node["/S"])] if "/S" in node else []
    return own + [tag for child in children for tag in _tags_below(child)]
