"""A loopback server that speaks like the Hugging Face hub: replays recorded answers, and misbehaves on request."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Reply:
    """One HTTP answer."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    """Seconds before anything is sent."""
    announced: int | None = None
    """The length in the header, where it is to differ from that of the body: the connection then breaks off."""


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    """A JSON answer."""
    return Reply(json.dumps(value).encode(), status, headers)


NOT_FOUND = Reply(b'{"error":"Repository not found"}', 404, {"X-Error-Code": "RepoNotFound"})


@dataclass
class HubServer:
    """A running server, with what it was asked."""

    replies: dict[str, list[Reply]]
    """By path below the root (`api/models/owner/name`); the last reply of a list is given again and again."""
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    """Path with query, and headers, in the order received."""
    endpoint: str = ""

    def asked(self) -> list[str]:
        """The paths asked for, without their queries."""
        return [unquote(urlsplit(path).path).lstrip("/") for path, _ in self.requests]

    def reply_for(self, path: str) -> Reply:
        """The next reply for a path."""
        waiting = self.replies.get(path, [NOT_FOUND])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def hub_server(replies: Mapping[str, Reply | Sequence[Reply]]) -> Iterator[HubServer]:
    """Serve these replies on a free port of this machine."""
    hub = HubServer({path: [each] if isinstance(each, Reply) else list(each) for path, each in replies.items()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    server.daemon_threads = True
    hub.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def recorded_answers(folder: Path) -> dict[str, Any]:
    """Recorded answers `owner__name.sha.json` by path; a full answer goes before a partial one of the same model."""
    found: dict[str, Any] = {}
    for file in sorted(folder.glob("*.json"), key=lambda file: (file.name.endswith(".expand.json"), file.name)):
        answer = json.loads(file.read_text("utf-8"))
        if isinstance(answer.get("id"), str):
            found.setdefault(f"api/models/{answer['id']}", answer)
    return found


def _handler(hub: HubServer) -> type[BaseHTTPRequestHandler]:
    gone = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # Head and body in one packet: else each answer waits 40 ms for an acknowledgement.

        def do_GET(self) -> None:
            hub.requests.append((self.path, dict(self.headers.items())))
            reply = hub.reply_for(unquote(urlsplit(self.path).path).lstrip("/"))
            if reply.delay:
                gone.wait(reply.delay)
            try:
                self._send(reply)
            except OSError:
                self.close_connection = True  # The client did not wait, which is what some tests are about.

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            headers = {"Content-Type": "application/json", **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) if reply.announced is None else reply.announced))
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = reply.announced is not None

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the tests look at `requests`."""

    return Handler
