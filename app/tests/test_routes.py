"""What a client sees, with a database, with a broken one and with none."""

import pytest
from conftest import FakeStore
from flask.testing import FlaskClient

from widgets import MAX_BODY_BYTES, build_app
from widgets.store import NotInitialised, StoreUnavailable, Widget


def test_greeting_names_the_app(client: FlaskClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert "widgets" in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_initdb_can_be_repeated_and_keeps_widgets(
    client: FlaskClient, store: FakeStore, method: str
) -> None:
    store.widgets.append(Widget("bolt", "M6"))
    for _ in range(2):
        answer = client.open("/initdb", method=method)
        assert (answer.status_code, answer.text) == (200, "init database")
    assert store.initialised == 2
    assert client.get("/widgets").json == [{"name": "bolt", "description": "M6"}]


def test_created_widgets_are_listed_in_order(client: FlaskClient) -> None:
    answer = client.post("/widgets", json={"name": "bolt", "description": "M6"})
    assert (answer.status_code, answer.json) == (201, {"name": "bolt", "description": "M6"})
    answer = client.post("/widgets", json={"name": "Mutter ⚙"})
    assert (answer.status_code, answer.json) == (201, {"name": "Mutter ⚙", "description": ""})
    assert client.get("/widgets").json == [
        {"name": "bolt", "description": "M6"},
        {"name": "Mutter ⚙", "description": ""},
    ]


def test_a_body_counts_whatever_its_content_type(client: FlaskClient) -> None:
    # `curl -d '{...}'` sends a form's content type.
    answer = client.post("/widgets", data='{"name": "bolt"}')
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", "the body must be JSON"),
        ("name=bolt", "the body must be JSON"),
        (b"\xff", "the body must be JSON"),
        ("[" * 60_000, "the body must be JSON"),
        ('["bolt"]', "the body must be a JSON object"),
        ("null", "the body must be a JSON object"),
        ("{}", "name is required"),
        ('{"name": "  "}', "name is required"),
        ('{"name": 7}', "name must be a string"),
        ('{"name": null}', "name must be a string"),
        ('{"name": "a", "description": []}', "description must be a string"),
        ('{"name": "a", "desc": "b"}', "unknown field: 'desc'"),
        ('{"name": "\\ud800"}', "name has a character that is not valid Unicode"),
        (f'{{"name": "{"a" * 256}"}}', "name must have at most 255 characters, not 256"),
        (
            f'{{"name": "a", "description": "{"b" * 2001}"}}',
            "description must have at most 2000 characters, not 2001",
        ),
    ],
)
def test_bad_input_is_refused(
    client: FlaskClient, store: FakeStore, body: str | bytes, error: str
) -> None:
    answer = client.post("/widgets", data=body)
    assert (answer.status_code, answer.json) == (400, {"error": error})
    assert store.widgets == []


def test_a_name_of_255_characters_is_kept(client: FlaskClient, store: FakeStore) -> None:
    assert client.post("/widgets", json={"name": "ü" * 255}).status_code == 201
    assert store.widgets == [Widget("ü" * 255, "")]


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post("/widgets", data=b" " * (MAX_BODY_BYTES + 1))
    assert answer.status_code == 413
    assert "error" in answer.get_json()


def test_unknown_paths_and_methods_answer_in_json(client: FlaskClient) -> None:
    assert client.get("/nowhere").status_code == 404
    answer = client.delete("/widgets")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "error" in answer.get_json()


def test_health_with_a_database_that_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "database": "fake"})


def test_a_database_that_does_not_answer(client: FlaskClient, store: FakeStore) -> None:
    store.failure = StoreUnavailable("OperationalError 2003")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "unavailable", "database": "fake", "reason": "OperationalError 2003"},
    )
    for method, path in [("GET", "/widgets"), ("POST", "/widgets"), ("POST", "/initdb")]:
        answer = client.open(path, method=method, json={"name": "bolt"})
        assert (answer.status_code, answer.json) == (
            503,
            {"error": "the database is not available", "reason": "OperationalError 2003"},
        )


def test_widgets_before_initdb_says_what_to_do(client: FlaskClient, store: FakeStore) -> None:
    store.failure = NotInitialised("NoSuchTable")
    answer = client.get("/widgets")
    assert (answer.status_code, answer.json) == (
        503,
        {"error": "there is no table yet: POST /initdb first"},
    )


def test_without_a_database() -> None:
    client = build_app(None).test_client()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "database": "none"})
    for method, path in [("GET", "/widgets"), ("POST", "/widgets"), ("GET", "/initdb")]:
        answer = client.open(path, method=method, json={"name": "bolt"})
        assert (answer.status_code, answer.json) == (503, {"error": "no database is configured"})
