"""Turn a request's body into a widget, or say what is wrong with it."""

import json

from widgets.store import Widget

MAX_NAME = 255
MAX_DESCRIPTION = 2000


class BadWidget(Exception):
    """The body is no widget; the message tells the client why."""


def parse_widget(body: bytes) -> Widget:
    """Read `{"name": ..., "description": ...}`; the description may be left out."""
    try:
        data = json.loads(body)
    # RecursionError: thousands of nested brackets are bad input, not our fault.
    except (ValueError, RecursionError):
        raise BadWidget("the body must be JSON") from None
    if not isinstance(data, dict):
        raise BadWidget("the body must be a JSON object")
    unknown = sorted(data.keys() - {"name", "description"})
    if unknown:
        raise BadWidget(f"unknown field: {unknown[0][:50]!r}")
    name = _text(data, "name", MAX_NAME)
    if not name.strip():
        raise BadWidget("name is required")
    return Widget(name, _text(data, "description", MAX_DESCRIPTION))


def _text(data: dict[str, object], key: str, longest: int) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise BadWidget(f"{key} must be a string")
    if len(value) > longest:
        raise BadWidget(f"{key} must have at most {longest} characters, not {len(value)}")
    try:
        value.encode()
    except UnicodeEncodeError:
        # JSON can carry half of a surrogate pair; no database can store it.
        raise BadWidget(f"{key} has a character that is not valid Unicode") from None
    return value
