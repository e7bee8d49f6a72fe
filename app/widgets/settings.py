"""Read the environment once, at start, into typed settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class SettingsError(Exception):
    """The environment is wrong; the message names the variable."""


@dataclass(frozen=True)
class MySqlSettings:
    """Where MySQL or MariaDB is and who we are there."""

    host: str
    port: int
    user: str
    database: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class PostgresSettings:
    """Where PostgreSQL is and who we are there."""

    host: str
    port: int
    user: str
    database: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class RedisSettings:
    """Where Redis is; no password file means a server without a password."""

    host: str
    port: int
    password: str | None = field(repr=False)


DatabaseSettings = MySqlSettings | PostgresSettings | RedisSettings | None


@dataclass(frozen=True)
class Settings:
    """All that the app takes from outside."""

    database: DatabaseSettings
    trusted_proxies: int


def load_settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings, or raise `SettingsError`."""
    return Settings(
        database=_database(env), trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, maximum=10)
    )


def _database(env: Mapping[str, str]) -> DatabaseSettings:
    hosts = [name for name in ("MYSQL_HOST", "POSTGRES_HOST", "REDIS_HOST") if env.get(name)]
    if len(hosts) > 1:
        raise SettingsError(f"{' and '.join(hosts)} are both set: the app uses one database")
    if env.get("MYSQL_HOST"):
        return MySqlSettings(
            host=env["MYSQL_HOST"],
            port=_number(env, "MYSQL_PORT", 3306),
            user=_required(env, "MYSQL_USER"),
            database=_required(env, "MYSQL_DATABASE"),
            password=_secret(env, "MYSQL_PASSWORD_FILE"),
        )
    if env.get("POSTGRES_HOST"):
        return PostgresSettings(
            host=env["POSTGRES_HOST"],
            port=_number(env, "POSTGRES_PORT", 5432),
            user=_required(env, "POSTGRES_USER"),
            database=_required(env, "POSTGRES_DB"),
            password=_secret(env, "POSTGRES_PASSWORD_FILE"),
        )
    if env.get("REDIS_HOST"):
        return RedisSettings(
            host=env["REDIS_HOST"],
            port=_number(env, "REDIS_PORT", 6379),
            password=_secret(env, "REDIS_PASSWORD_FILE")
            if env.get("REDIS_PASSWORD_FILE")
            else None,
        )
    return None


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(name)
    if not value:
        raise SettingsError(f"{name} is not set")
    return value


def _number(env: Mapping[str, str], name: str, default: int, maximum: int = 65535) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and int(text) <= maximum):
        raise SettingsError(f"{name} must be a number from 0 to {maximum}, not {text!r}")
    return int(text)


def _secret(env: Mapping[str, str], name: str) -> str:
    path = _required(env, name)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{name}: cannot read {path}: {error.strerror}") from None
    # Editors and `echo` end a file with a line break that is no part of the password.
    return text.rstrip("\r\n")
