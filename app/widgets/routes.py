"""The app's routes: thin, all on one store."""

from dataclasses import asdict

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from widgets.parse import BadWidget, parse_widget
from widgets.store import NotInitialised, StoreUnavailable, WidgetStore


class NoDatabase(Exception):
    """A route needs a database and none is configured."""


def register_routes(app: Flask, store: WidgetStore | None) -> None:
    """Add every route and error answer to the app."""

    def database() -> WidgetStore:
        if store is None:
            raise NoDatabase
        return store

    @app.get("/")
    def greet() -> ResponseReturnValue:
        return Response("Hello from widgets!", mimetype="text/plain")

    # GET as well, because the tutorials call it from a browser; it is safe to repeat.
    @app.route("/initdb", methods=["GET", "POST"])
    def init_database() -> ResponseReturnValue:
        database().initialise()
        return Response("init database", mimetype="text/plain")

    @app.get("/widgets")
    def list_widgets() -> ResponseReturnValue:
        return jsonify([asdict(widget) for widget in database().read_all()])

    @app.post("/widgets")
    def create_widget() -> ResponseReturnValue:
        keep = database()
        widget = parse_widget(request.get_data())
        keep.add(widget)
        app.logger.info("widget created: %r", widget.name)
        return jsonify(asdict(widget)), 201

    @app.get("/healthz")
    def health() -> ResponseReturnValue:
        if store is None:
            return jsonify(status="ok", database="none")
        try:
            store.check()
        except StoreUnavailable as error:
            return jsonify(status="unavailable", database=store.engine, reason=error.reason), 503
        return jsonify(status="ok", database=store.engine)

    @app.errorhandler(BadWidget)
    def bad_widget(error: BadWidget) -> ResponseReturnValue:
        return jsonify(error=str(error)), 400

    @app.errorhandler(NoDatabase)
    def no_database(_: NoDatabase) -> ResponseReturnValue:
        return jsonify(error="no database is configured"), 503

    @app.errorhandler(NotInitialised)
    def not_initialised(_: NotInitialised) -> ResponseReturnValue:
        return jsonify(error="there is no table yet: POST /initdb first"), 503

    @app.errorhandler(StoreUnavailable)
    def unavailable(error: StoreUnavailable) -> ResponseReturnValue:
        return jsonify(error="the database is not available", reason=error.reason), 503

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        # Keep the headers of the exception (Allow, for one); only the body becomes JSON.
        response = error.get_response()
        if error.code is not None and error.code >= 400:
            body = jsonify(error=error.description)
            response.data, response.content_type = body.data, body.content_type
        return response
