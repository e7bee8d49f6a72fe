"""Counts in Redis how often its page was seen."""

import os
from pathlib import Path

from flask import Flask
from redis import Redis, RedisError

app = Flask(__name__)


def connect() -> Redis:
    """A client of the server that REDIS_HOST names; it connects at the first command."""
    password_file = os.environ.get("REDIS_PASSWORD_FILE")
    return Redis(
        host=os.environ.get("REDIS_HOST", "localhost"),
        port=int(os.environ.get("REDIS_PORT", "6379")),
        password=Path(password_file).read_text() if password_file else None,
        socket_timeout=3,
    )


redis = connect()


@app.get("/")
def index():
    """One more view. INCR is atomic: no two containers ever take the same number."""
    return f"This page was seen {redis.incr('views')} times.\n"


@app.get("/views")
def views():
    """The count as it is."""
    return {"views": int(redis.get("views") or 0)}


@app.get("/healthz")
def healthz():
    redis.ping()
    return "ok\n"


@app.errorhandler(RedisError)
def no_redis(error: RedisError):
    return f"Redis cannot be reached: {error}\n", 503
