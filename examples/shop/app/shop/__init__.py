"""A small shop: orders in PostgreSQL, a queue in Redis, photos on a volume, mail by a worker."""

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from shop import settings
from shop.models import db
from shop.routes import register_routes

MAX_PHOTO_BYTES = 5 * 1024 * 1024


def create_app() -> Flask:
    """Build the app from the environment; Flask's command, gunicorn and Celery all call this."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_PHOTO_BYTES
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url()
    # A connection that a restart of the database has cut is opened anew.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True}
    db.init_app(app)
    Migrate(app, db)
    register_routes(app)
    proxies = settings.trusted_proxies()
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
    return app
