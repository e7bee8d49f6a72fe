"""Takes mail on port 1025 and shows the last of it, as JSON, on port 8025."""

import json
import signal
import sys
from collections import deque
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

KEPT = 1000
taken = 0
last: deque[dict[str, str]] = deque(maxlen=KEPT)


class Catcher:
    """What is done with a mail: it is kept in memory."""

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        global taken
        message = message_from_bytes(envelope.content)
        last.append({"to": message["To"], "subject": message["Subject"]})
        taken += 1
        return "250 Message accepted"


class Page(BaseHTTPRequestHandler):
    """The mails, the newest last, and how many there were."""

    def do_GET(self) -> None:  # noqa: N802
        body = json.dumps({"taken": taken, "mails": list(last)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing of each health check."""


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
Controller(Catcher(), hostname="0.0.0.0", port=1025).start()
ThreadingHTTPServer(("0.0.0.0", 8025), Page).serve_forever()
