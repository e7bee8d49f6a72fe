"""Widgets in one Redis list, each as JSON."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from widgets.settings import RedisSettings
from widgets.store import StoreUnavailable, Widget

KEY = "widgets"
ANSWER_SECONDS = 2

log = logging.getLogger(__name__)


class RedisStore:
    """Shares redis-py's connection pool, which threads and forked workers may use."""

    engine = "redis"

    def __init__(self, settings: RedisSettings) -> None:
        self._client = redis.Redis(
            host=settings.host,
            port=settings.port,
            password=settings.password,
            decode_responses=True,
            socket_connect_timeout=ANSWER_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            # The default tries again for many seconds; a health check must know at once.
            retry=Retry(NoBackoff(), 0),
        )

    def initialise(self) -> None:
        """Do nothing but see that Redis answers: a list comes to be with its first entry."""
        self.check()

    def read_all(self) -> list[Widget]:
        """Give all widgets in the order they came in."""
        with _translated_errors():
            return [Widget(**json.loads(text)) for text in self._client.lrange(KEY, 0, -1)]

    def add(self, widget: Widget) -> None:
        """Append one entry."""
        entry = json.dumps({"name": widget.name, "description": widget.description})
        with _translated_errors():
            self._client.rpush(KEY, entry)

    def check(self) -> None:
        """Ping, which needs a login where Redis has a password."""
        with _translated_errors():
            self._client.ping()


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        log.warning("Redis: %s", error)
        raise StoreUnavailable(type(error).__name__) from error
