"""The one fake of the suite: a store in memory."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from widgets import build_app
from widgets.store import StoreUnavailable, Widget


class FakeStore:
    """Keeps widgets in a list; `failure` is raised by every call once it is set."""

    engine = "fake"

    def __init__(self) -> None:
        self.widgets: list[Widget] = []
        self.initialised = 0
        self.failure: StoreUnavailable | None = None

    def initialise(self) -> None:
        self.check()
        self.initialised += 1

    def read_all(self) -> list[Widget]:
        self.check()
        return self.widgets

    def add(self, widget: Widget) -> None:
        self.check()
        self.widgets.append(widget)

    def check(self) -> None:
        if self.failure:
            raise self.failure


@pytest.fixture
def store() -> FakeStore:
    """An empty store that answers."""
    return FakeStore()


@pytest.fixture
def client(store: FakeStore) -> Iterator[FlaskClient]:
    """A client of the app on the fake store."""
    with build_app(store).test_client() as client:
        yield client
