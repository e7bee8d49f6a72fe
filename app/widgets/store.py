"""What the routes need from a database, whichever one it is."""

from dataclasses import dataclass
from typing import Protocol

from widgets.settings import DatabaseSettings, MySqlSettings, PostgresSettings


@dataclass(frozen=True)
class Widget:
    """A thing with a name."""

    name: str
    description: str


class StoreUnavailable(Exception):
    """The database did not do what was asked.

    `reason` is fit for a client: the driver's error class and number, never its text, which can
    name hosts and users.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotInitialised(StoreUnavailable):
    """The database answers, but `/initdb` was not called yet."""


class WidgetStore(Protocol):
    """Keeps widgets. Methods raise `StoreUnavailable` and may be called from any thread."""

    engine: str

    def initialise(self) -> None:
        """Make the store ready for widgets; widgets that are there stay."""

    def read_all(self) -> list[Widget]:
        """Give all widgets, oldest first."""

    def add(self, widget: Widget) -> None:
        """Keep one more widget."""

    def check(self) -> None:
        """Return when the database answers this user, within about two seconds."""


def open_store(settings: DatabaseSettings) -> WidgetStore | None:
    """Choose the store for the settings; nothing connects before the first use."""
    # Imported late so that the app loads only the driver that it uses.
    if settings is None:
        return None
    if isinstance(settings, MySqlSettings):
        from widgets.mysql_store import MySqlStore

        return MySqlStore(settings)
    if isinstance(settings, PostgresSettings):
        from widgets.postgres_store import PostgresStore

        return PostgresStore(settings)
    from widgets.redis_store import RedisStore

    return RedisStore(settings)
