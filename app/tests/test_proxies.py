"""How far X-Forwarded-* headers are believed."""

import pytest
from flask import request

from widgets import build_app

HEADERS = {
    "X-Forwarded-For": "192.0.2.66, 192.0.2.1, 192.0.2.2",
    "X-Forwarded-Proto": "gopher, https, http",
    "X-Forwarded-Host": "evil.example, shop.example, inner.example",
}


@pytest.mark.parametrize(
    ("trusted_proxies", "seen"),
    [
        (0, "127.0.0.1 http localhost"),
        (1, "192.0.2.2 http inner.example"),
        (2, "192.0.2.1 https shop.example"),
    ],
)
def test_only_trusted_proxies_are_believed(trusted_proxies: int, seen: str) -> None:
    app = build_app(None, trusted_proxies)
    app.add_url_rule(
        "/seen", view_func=lambda: f"{request.remote_addr} {request.scheme} {request.host}"
    )
    assert app.test_client().get("/seen", headers=HEADERS).text == seen
