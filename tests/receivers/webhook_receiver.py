"""A webhook receiver as the specification asks for one.

It checks signatures by hand, not with the library that the sender signs with, and keeps one
message per `webhook-id`. What it answers can be set, one answer per request.
"""

import base64
import hashlib
import hmac
import json
import socket
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

TOLERANCE_SECONDS = 300
SECRET = "whsec_" + base64.b64encode(b"a secret for tests only!").decode()


@dataclass(frozen=True)
class Answer:
    """How to treat one request. `cut` closes the connection without a word."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay_seconds: float = 0.0
    keep: bool = True
    cut: bool = False


class WebhookReceiver:
    """A server on a free port, for use in a `with` block."""

    def __init__(self, secrets: tuple[str, ...] = (SECRET,)) -> None:
        self.secrets = secrets
        self.answers: deque[Answer] = deque()
        """Used up one per request; after that everything is taken with 200."""
        self.requests: list[dict[str, str]] = []
        """The headers of every request, in order."""
        self.bodies: list[bytes] = []
        self.received: dict[str, Any] = {}
        """One message per id, however often it came."""
        self.refused = 0
        """How many came with a wrong signature or an old timestamp."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def __enter__(self) -> "WebhookReceiver":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, headers: dict[str, str], body: bytes) -> Answer:
        """Check, keep and choose the answer."""
        self.requests.append(headers)
        self.bodies.append(body)
        if not self._is_genuine(headers, body):
            self.refused += 1
            return Answer(400)
        answer = self.answers.popleft() if self.answers else Answer()
        if answer.keep and answer.status < 300:
            self.received.setdefault(headers["webhook-id"], json.loads(body))
        return answer

    def _is_genuine(self, headers: dict[str, str], body: bytes) -> bool:
        sent, signed = headers.get("webhook-timestamp", "0"), headers.get("webhook-signature", "")
        if abs(time.time() - int(sent)) > TOLERANCE_SECONDS:
            return False
        content = f"{headers.get('webhook-id', '')}.{sent}.".encode() + body
        expected = {f"v1,{_signature(secret, content)}" for secret in self.secrets}
        return bool(expected & set(signed.split(" ")))


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def _handler(receiver: WebhookReceiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = receiver.take(headers, body)
            time.sleep(answer.delay_seconds)
            if answer.cut:
                # Lingering for no time makes it a reset, as from a receiver that died.
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def finish(self) -> None:
            try:
                super().finish()
            except (OSError, ValueError):
                # Cut on purpose, or the sender stopped waiting.
                return

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Silent: tests print nothing."""

    return Handler
