"""The app for an ASGI server."""

from a2wsgi import WSGIMiddleware

from deploy.access_log import without_health_checks
from widgets import create_app

without_health_checks("uvicorn.access")
app = WSGIMiddleware(create_app())
