"""Widgets in a table of MySQL or MariaDB."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pymysql
from pymysql.constants import ER
from pymysql.cursors import Cursor

from widgets.settings import MySqlSettings
from widgets.store import NotInitialised, StoreUnavailable, Widget

CONNECT_SECONDS = 2
CHECK_SECONDS = 2
# Creating a table on a busy or cold server can take a while.
QUERY_SECONDS = 15

CREATE_TABLE = """
CREATE TABLE IF NOT EXISTS widgets (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    description TEXT NOT NULL
) DEFAULT CHARACTER SET utf8mb4
"""

log = logging.getLogger(__name__)


class MySqlStore:
    """Opens a connection for each call, so threads share nothing and a restarted server is no
    special case."""

    engine = "mysql"

    def __init__(self, settings: MySqlSettings) -> None:
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
    def _cursor(self, read_seconds: int = QUERY_SECONDS) -> Iterator[Cursor]:
        settings = self._settings
        try:
            with (
                pymysql.connect(
                    host=settings.host,
                    port=settings.port,
                    user=settings.user,
                    # As bytes: the driver would encode text as Latin-1; servers expect UTF-8.
                    password=settings.password.encode(),
                    database=settings.database,
                    charset="utf8mb4",
                    autocommit=True,
                    connect_timeout=CONNECT_SECONDS,
                    read_timeout=read_seconds,
                    write_timeout=read_seconds,
                ) as connection,
                connection.cursor() as cursor,
            ):
                yield cursor
        except pymysql.MySQLError as error:
            log.warning("MySQL: %s", error)
            code = error.args[0] if error.args else ""
            if code == ER.NO_SUCH_TABLE:
                raise NotInitialised("NoSuchTable") from error
            raise StoreUnavailable(f"{type(error).__name__} {code}".strip()) from error
