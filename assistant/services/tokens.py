"""Unguessable tokens and receipt codes, kept only as hashes."""

import hashlib
import secrets
from datetime import datetime

# No vowels and no look-alikes: a code is read out over a phone and spells no words.
_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def new_token() -> str:
    """A conversation's bearer token: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_receipt_code() -> str:
    """A receipt code such as `7KQM-2XPD-R9HW-4CTB`: 76 random bits, four groups of four."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def new_reference(prefix: str, at: datetime) -> str:
    """A submission's reference such as `LIB-2026-7KQM2X`, by the form's prefix and the year.

    It opens nothing by itself, so it need only be unlikely to occur twice (28 random bits);
    the database refuses a second one, and the caller draws again.
    """
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    return f"{prefix}-{at.year}-{letters}"


def digest(secret: str) -> str:
    """The hash under which a token or receipt code is kept.

    Both carry enough random bits that a plain SHA-256 cannot be searched backwards.
    Receipt codes are compared without case, spaces or hyphens.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def normalise_receipt_code(code: str) -> str:
    """A typed receipt code in its one written form."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
