"""What the deployment tells the app: addresses in files, as they have passwords in them."""

import os
from pathlib import Path


def database_url() -> str:
    """The address of PostgreSQL, for SQLAlchemy with psycopg 3."""
    return _address("DATABASE_URL_FILE").replace("postgresql://", "postgresql+psycopg://", 1)


def queue_url() -> str:
    """The address of the Redis that Celery's queue is in."""
    return _address("CACHE_URL_FILE")


def mail_server() -> tuple[str, int]:
    """Where mail is handed in."""
    return os.environ.get("MAIL_HOST", "mail"), int(os.environ.get("MAIL_PORT", "1025"))


def uploads() -> Path:
    """The folder of the volume that photos are in."""
    return Path(os.environ.get("UPLOADS", "/data/uploads"))


def trusted_proxies() -> int:
    """How many proxies there are whose X-Forwarded headers are believed."""
    return int(os.environ.get("TRUSTED_PROXIES", "0"))


def _address(variable: str) -> str:
    return Path(os.environ[variable]).read_text(encoding="utf-8").strip()
