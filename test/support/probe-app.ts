import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A server of Python's standard library alone. It answers one host only where `only_host` names one, and
 * knows the sessions that it opened itself, as a server of Socket.IO does while its clients poll.
 */
const PROBE = `import os, sys, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ONLY_HOST = os.environ.get("ONLY_HOST", "")
SESSIONS = set()

class Probe(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self):
        if ONLY_HOST and self.headers.get("Host", "").split(":")[0] != ONLY_HOST:
            return self.answer(400, "this host is not served\\n")
        if self.path == "/open":
            session = uuid.uuid4().hex
            SESSIONS.add(session)
            return self.answer(200, session)
        if self.path.startswith("/poll/"):
            known = self.path.rpartition("/")[2] in SESSIONS
            return self.answer(200 if known else 409, "known" if known else "unknown session")
        return self.answer(200, os.uname().nodename)

    def log_message(self, *words):
        pass

ThreadingHTTPServer(("0.0.0.0", 8000), Probe).serve_forever()
`;

/** Lines of a Dockerfile beside those that copy the app. */
export interface ProbeImage {
  lines?: string[];
  /** Files beside the app, by name. */
  files?: Record<string, string>;
  /** @default `CMD ["python3", "probe.py"]` */
  start?: string[];
}

/** Takes the shells out of an image. What runs Python alone has none. */
export const WITHOUT_SHELL =
  'RUN ["python3", "-c", "import os, glob; [os.remove(f) for f in glob.glob(\'/usr/bin/*sh\') + glob.glob(\'/bin/*sh\') if os.path.lexists(f)]"]';

/** Writes an app that listens on port 8000, and its Dockerfile. */
export function writeProbe(folder: string, { lines = [], files = {}, start }: ProbeImage = {}) {
  mkdirSync(folder, { recursive: true });
  const dockerfile = [
    "FROM python:3.13-slim",
    "WORKDIR /srv/probe",
    "COPY . .",
    ...lines,
    "USER 10001:10001",
    ...(start ?? ['CMD ["python3", "probe.py"]']),
  ];
  const all = { "probe.py": PROBE, Dockerfile: `${dockerfile.join("\n")}\n`, ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
}
