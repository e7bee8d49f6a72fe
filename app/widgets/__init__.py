"""The widgets app: a small Flask service with widgets in MySQL, MariaDB, PostgreSQL or Redis."""

import logging

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from widgets.routes import register_routes
from widgets.settings import load_settings
from widgets.store import WidgetStore, open_store

MAX_BODY_BYTES = 64 * 1024


def create_app() -> Flask:
    """Build the app from the environment; Flask's command and uWSGI both call this."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    settings = load_settings()
    return build_app(open_store(settings.database), settings.trusted_proxies)


def build_app(store: WidgetStore | None, trusted_proxies: int = 0) -> Flask:
    """Build the app on a given store; `None` means that there is no database."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    # Answers keep the order in which the routes write their fields.
    app.json.sort_keys = False  # type: ignore[attr-defined]
    register_routes(app, store)
    if trusted_proxies:
        # Each trusted proxy appends to these headers, so what the outermost one saw is that many
        # entries from the right; anything further left came from the client and is not believed.
        fixed = ProxyFix(
            app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies, x_host=trusted_proxies
        )
        app.wsgi_app = fixed  # type: ignore[method-assign]
    return app
