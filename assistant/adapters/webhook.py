"""Hands a submission over by HTTP, after the Standard Webhooks specification 1.0."""

import asyncio
import base64
import email.utils
import hashlib
import json
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from ipaddress import ip_address

import httpx
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from assistant.domain.delivery import Outcome, Outgoing
from assistant.services.ports import Clock

EVENT_TYPE = "submission.sent"
CONNECT_SECONDS = 10.0
# For the whole attempt: a receiver that answers one byte at a time holds nobody up for longer.
TOTAL_SECONDS = 60.0

# "Not now", from a receiver that may well take it later; every 5xx is one too.
_NOT_NOW = {408, 425, 429}
_USER_AGENT = "cre-referral-assistant"


@dataclass(frozen=True)
class Endpoint:
    """Where a recipient listens.

    `secrets` are `whsec_...` values; with several, each signs, so a receiver can change over
    from one to the next without missing anything.
    """

    url: str
    secrets: Sequence[str] = field(repr=False)


class WebhookSender:
    """Posts signed JSON. `webhook-id` is the delivery id: the same at every attempt."""

    def __init__(
        self,
        endpoints: Mapping[str, Endpoint],
        clock: Clock,
        *,
        total_seconds: float = TOTAL_SECONDS,
        allow_plain_http: bool = False,
    ) -> None:
        """`endpoints` by target. Plain `http` is refused, except to this machine, unless
        `allow_plain_http`: what is sent is about children.
        """
        self._endpoints = endpoints
        self._clock = clock
        self._total_seconds = total_seconds
        self._allow_plain_http = allow_plain_http

    def send(self, outgoing: Outgoing) -> Outcome:
        """Try once to post it."""
        endpoint = self._endpoints.get(outgoing.target)
        if endpoint is None or not endpoint.secrets:
            return Outcome.rejected("No address and secret are set up for this recipient.")
        if not self._is_allowed(endpoint.url):
            return Outcome.rejected("The address of this recipient is not an allowed one.")
        body = _body(outgoing)
        try:
            headers = _headers(outgoing.delivery_id, self._clock.now(), body, endpoint.secrets)
        except (ValueError, EmptyWebhookSecretError):
            return Outcome.rejected("The secret of this recipient is not in the expected form.")
        return asyncio.run(self._try(endpoint.url, body, headers))

    async def _try(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        try:
            async with asyncio.timeout(self._total_seconds):
                return await self._post(url, body, headers)
        except (TimeoutError, httpx.TimeoutException):
            return Outcome.retry("No answer in time.")
        except httpx.HTTPError as error:
            if _is_about_the_certificate(error):
                return Outcome.rejected("The receiver's certificate is not trusted.")
            return Outcome.retry(f"No answer: {type(error).__name__}.")

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        # No redirects: what was meant for one receiver is not for another to ask for.
        async with (
            httpx.AsyncClient(
                verify=self._trust,
                timeout=httpx.Timeout(self._total_seconds, connect=CONNECT_SECONDS),
                follow_redirects=False,
                # No proxy, netrc or certificate settings picked up from the surroundings.
                trust_env=False,
            ) as client,
            # Streamed, because the status says all: what the receiver wrote stays unread.
            client.stream("POST", url, content=body, headers=headers) as response,
        ):
            asked = _retry_after(response.headers.get("retry-after"), self._clock.now())
            return _outcome(response.status_code, asked)

    def _is_allowed(self, url: str) -> bool:
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL:
            return False
        if parsed.scheme == "https":
            return bool(parsed.host)
        return parsed.scheme == "http" and (self._allow_plain_http or _is_loopback(parsed.host))

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        # Made once: reading the certificate store takes longer than a post.
        return httpx.create_ssl_context(trust_env=False)


def _body(outgoing: Outgoing) -> bytes:
    envelope = {
        "type": EVENT_TYPE,
        "timestamp": outgoing.submitted_at.astimezone(UTC).isoformat(),
        "data": {
            "reference": outgoing.reference,
            "form": outgoing.form,
            "edition": outgoing.edition,
            "area": outgoing.area,
            "recipient": outgoing.recipient,
            "payload": json.loads(outgoing.payload),
            "document": {
                "media_type": "application/pdf",
                "filename": f"{outgoing.reference}.pdf",
                "sha256": hashlib.sha256(outgoing.document).hexdigest(),
                "base64": base64.b64encode(outgoing.document).decode(),
            },
        },
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def _headers(
    delivery_id: str, now: datetime, body: bytes, secrets: Sequence[str]
) -> dict[str, str]:
    text = body.decode()
    signatures = [Webhook(secret).sign(delivery_id, now, text) for secret in secrets]
    return {
        "content-type": "application/json",
        "user-agent": _USER_AGENT,
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _outcome(status: int, retry_after: float | None) -> Outcome:
    if 200 <= status < 300:
        return Outcome.delivered("The receiver took it.", status)
    if 300 <= status < 400:
        return Outcome.rejected("The receiver has moved: its address needs changing.", status)
    if status in _NOT_NOW or status >= 500:
        return Outcome.retry("The receiver cannot take it now.", status, retry_after)
    return Outcome.rejected("The receiver refused it.", status, retry_after)


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds, from a header that holds seconds or a date; None if it holds neither."""
    if value is None:
        return None
    if value.strip().isdecimal():
        # Cut short before `float`: a header may hold thousands of digits.
        return float(value.strip()[:9])
    try:
        until = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max((until - now).total_seconds(), 0.0)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_about_the_certificate(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
