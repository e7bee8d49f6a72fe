"""Says hello, and from which container."""

import os
import socket

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    name = os.environ.get("NAME", "world")
    return f"<h3>Hello {name}!</h3>\n<b>Hostname:</b> {socket.gethostname()}\n"


@app.get("/healthz")
def healthz():
    return "ok\n"


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=80)
