"""Widgets in a table of PostgreSQL."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

from widgets.settings import PostgresSettings
from widgets.store import NotInitialised, StoreUnavailable, Widget

CONNECT_SECONDS = 2
CHECK_SECONDS = 2
# Creating a table on a busy or cold server can take a while.
QUERY_SECONDS = 15

CREATE_TABLE = """
CREATE TABLE IF NOT EXISTS widgets (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(255) NOT NULL,
    description text NOT NULL
)
"""

log = logging.getLogger(__name__)


class PostgresStore:
    """Opens a connection for each call, so threads share nothing and a restarted server is no
    special case."""

    engine = "postgres"

    def __init__(self, settings: PostgresSettings) -> None:
        self._settings = settings

    def initialise(self) -> None:
        """Create the table unless it is there."""
        with self._cursor() as cursor:
            cursor.execute(CREATE_TABLE)

    def read_all(self) -> list[Widget]:
        """Give all widgets in the order they came in."""
        with self._cursor() as cursor:
            cursor.execute("SELECT name, description FROM widgets ORDER BY id")
            return [Widget(name, description) for name, description in cursor.fetchall()]

    def add(self, widget: Widget) -> None:
        """Insert one row."""
        with self._cursor() as cursor:
            cursor.execute(
                "INSERT INTO widgets (name, description) VALUES (%s, %s)",
                (widget.name, widget.description),
            )

    def check(self) -> None:
        """Log in and select the database: that is all a connection does."""
        with self._cursor(CHECK_SECONDS):
            pass

    @contextmanager
    def _cursor(self, seconds: int = QUERY_SECONDS) -> Iterator[psycopg.Cursor[Any]]:
        settings = self._settings
        try:
            with (
                psycopg.connect(
                    host=settings.host,
                    port=settings.port,
                    user=settings.user,
                    password=settings.password,
                    dbname=settings.database,
                    autocommit=True,
                    connect_timeout=CONNECT_SECONDS,
                    options=f"-c statement_timeout={seconds * 1000}",
                ) as connection,
                connection.cursor() as cursor,
            ):
                yield cursor
        except psycopg.Error as error:
            log.warning("PostgreSQL: %s", error)
            if isinstance(error, errors.UndefinedTable):
                raise NotInitialised("NoSuchTable") from error
            reason = f"{type(error).__name__} {error.sqlstate or ''}"
            raise StoreUnavailable(reason.strip()) from error
