"""Settings, read from the environment (`CRE_` prefix). Only the bootstrap imports this."""

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
_ANCESTOR = re.compile(r"'self'|'none'|\*|https?://(\*\.)?[\w.-]+(:(\d+|\*))?")
"""A site that may be named in the header; anything else could end it and begin another."""


class Webhook(BaseModel):
    """Where a recipient listens, and the `whsec_...` secrets that sign what is sent there."""

    url: str
    secrets: list[str] = Field(min_length=1, repr=False)


class Settings(BaseSettings):
    """Everything that may differ between two installations, with defaults that just work."""

    model_config = SettingsConfigDict(env_prefix="CRE_", extra="ignore")

    mode: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = 8080
    rasa_port: int = 8081
    var: Path = ROOT / "var"
    """Where the database, keys, delivered files and the trained model are kept."""

    database_url: str = ""
    """SQLAlchemy address; empty means SQLite in `var`."""

    keys_file: Path | None = None
    """The field-encryption keys; None means `var/keys.json`, made at the first start."""

    actions_token: str = ""
    """Secret header between Rasa and the action endpoint; the supervisor makes one a start."""

    rasa_url: str = ""
    rasa_timeout_seconds: float = 4.0
    default_area: str = "derby"

    draft_translations: bool = False
    """Speak machine drafts of translations that nobody has reviewed: for reviewers, never for the
    public."""

    unsent_days: int = Field(default=30, ge=2, le=365)
    """How long a conversation of which nothing was sent is kept after its last message."""

    frame_ancestors: str = "'self'"
    """The sites that may put the conversation into a frame, with blanks between them:
    `'self' https://www.example.org`."""

    drop: Path | None = None
    """Under which folder the folder channel delivers; None means `var/delivered`."""

    webhooks: dict[str, Webhook] = Field(default_factory=dict)
    """JSON: a recipient's target to its address and secrets."""

    @field_validator("frame_ancestors")
    @classmethod
    def _only_sites(cls, value: str) -> str:
        for site in value.split():
            if not _ANCESTOR.fullmatch(site):
                raise ValueError("must be 'self', 'none', * or sites like https://www.example.org")
        return " ".join(value.split()) or "'none'"

    @property
    def delivered(self) -> Path:
        """The folder channel's folder in force."""
        return self.drop or self.var / "delivered"

    @property
    def database(self) -> str:
        """The SQLAlchemy address in force."""
        return self.database_url or f"sqlite:///{self.var / 'assistant.db'}"

    @property
    def keys(self) -> Path:
        """The key file in force."""
        return self.keys_file or self.var / "keys.json"

    @property
    def rasa(self) -> str:
        """The address of Rasa's REST channel host."""
        return self.rasa_url or f"http://127.0.0.1:{self.rasa_port}"
