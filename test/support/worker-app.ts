import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What all parts share: Redis, in its own protocol, by the variables that the stack gives. */
const STORE = `import os, socket

def redis(*words):
    with socket.create_connection((os.environ["REDIS_HOST"], int(os.environ["REDIS_PORT"])), 5) as link:
        lines = link.makefile("rwb")
        password = open(os.environ["REDIS_PASSWORD_FILE"]).read()
        for command in (("AUTH", password), words):
            line = "".join(f"\${len(w.encode())}\\r\\n{w}\\r\\n" for w in map(str, command))
            lines.write(f"*{len(command)}\\r\\n{line}".encode())
            lines.flush()
            head = lines.readline().decode().rstrip()
            if head.startswith("-"):
                raise Exception(head)
            answer = head[1:]
            if head.startswith("$"):
                answer = None if head == "$-1" else lines.readline().decode().rstrip()
        return answer
`;

/** Answers with its version, its secret, how often the release command has run, and what else was counted. */
const WEB = `from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import os
from store import redis

VERSION = "one"

class Web(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.strip("/")
        text = VERSION if path in ("", "healthz") else os.environ.get(path) or redis("GET", path) or "0"
        self.answer(200, text)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, "")

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words):
        pass

ThreadingHTTPServer(("0.0.0.0", 8000), Web).serve_forever()
`;

/** Tasks of a second each; one that it has begun it finishes, whoever tells it to stop. */
const WORKER = `import os, signal, sys, time
from store import redis

stopping = False

def stop(*_):
    global stopping
    stopping = True

signal.signal(signal.SIGTERM, stop)
redis("SET", "worker-token", os.environ.get("TOKEN", ""))
while not stopping:
    redis("INCR", "begun")
    time.sleep(1)
    redis("INCR", "ended")
redis("INCR", "stopped")
`;

/** Counts how many of it there are, and the most that there were at once. It takes a while to go. */
const BEAT = `import signal, sys, time
from store import redis

def stop(*_):
    time.sleep(1)
    redis("DECR", "beats")
    sys.exit(0)

signal.signal(signal.SIGTERM, stop)
now = int(redis("INCR", "beats"))
if now > int(redis("GET", "most-beats") or 0):
    redis("SET", "most-beats", now)
while True:
    time.sleep(60)
`;

/** Counts its runs, those at the same time too, and does what \`fail\` says. */
const RELEASE = `import os, sys, time
from store import redis

FAIL = False

if int(redis("INCR", "releasing")) > 1:
    redis("INCR", "releases-at-once")
print("migrating", flush=True)
time.sleep(float(redis("GET", "release-seconds") or 0))
redis("DECR", "releasing")
if FAIL:
    sys.exit("column widgets.color already exists")
redis("INCR", "releases")
redis("SET", "release-token", os.environ.get("TOKEN", ""))
`;

const DOCKERFILE = `FROM python:3.13-slim
WORKDIR /srv/app
COPY . .
USER 10001:10001
ENTRYPOINT ["python3"]
CMD ["web.py"]
HEALTHCHECK CMD exit 1
STOPSIGNAL SIGQUIT
`;

/** Writes an app of Python's standard library alone, with a worker, a singleton and a release command. */
export function writeWorkerApp(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const files = {
    "store.py": STORE,
    "web.py": WEB,
    "worker.py": WORKER,
    "beat.py": BEAT,
    "release.py": RELEASE,
    Dockerfile: DOCKERFILE,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
