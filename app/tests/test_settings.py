"""The environment as the deployer gives it, and every way in which it can be wrong."""

from pathlib import Path

import pytest

from widgets import create_app
from widgets.mysql_store import MySqlStore
from widgets.postgres_store import PostgresStore
from widgets.redis_store import RedisStore
from widgets.settings import (
    MySqlSettings,
    PostgresSettings,
    RedisSettings,
    Settings,
    SettingsError,
    load_settings,
)
from widgets.store import StoreUnavailable, open_store


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The path of a file that holds a password as an editor would save it."""
    path = tmp_path / "password"
    path.write_text(" s3cr\u20act \n", encoding="utf-8")
    return str(path)


def mysql(secret: str) -> dict[str, str]:
    return {
        "MYSQL_HOST": "db",
        "MYSQL_USER": "app",
        "MYSQL_DATABASE": "widgets",
        "MYSQL_PASSWORD_FILE": secret,
    }


def test_nothing_set_means_no_database() -> None:
    settings = load_settings({"MYSQL_HOST": "", "TRUSTED_PROXIES": ""})
    assert settings == Settings(database=None, trusted_proxies=0)
    assert open_store(settings.database) is None


def test_mysql(secret: str) -> None:
    settings = load_settings({**mysql(secret), "TRUSTED_PROXIES": "2"})
    expected = MySqlSettings("db", 3306, "app", "widgets", " s3cr\u20act ")
    assert settings == Settings(database=expected, trusted_proxies=2)
    assert isinstance(open_store(settings.database), MySqlStore)


def test_postgres(secret: str) -> None:
    env = {
        "POSTGRES_HOST": "db",
        "POSTGRES_USER": "app",
        "POSTGRES_DB": "widgets",
        "POSTGRES_PASSWORD_FILE": secret,
    }
    database = load_settings(env).database
    assert database == PostgresSettings("db", 5432, "app", "widgets", " s3cr\u20act ")
    assert isinstance(open_store(database), PostgresStore)


def test_redis(secret: str) -> None:
    env = {"REDIS_HOST": "cache", "REDIS_PORT": "6380", "REDIS_PASSWORD_FILE": secret}
    database = load_settings(env).database
    assert database == RedisSettings("cache", 6380, " s3cr\u20act ")
    assert isinstance(open_store(database), RedisStore)


def test_redis_without_a_password() -> None:
    assert load_settings({"REDIS_HOST": "cache"}).database == RedisSettings("cache", 6379, None)


def test_passwords_are_not_shown(secret: str) -> None:
    assert "s3cr" not in repr(load_settings(mysql(secret)))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"MYSQL_USER": ""}, "MYSQL_USER is not set"),
        ({"MYSQL_DATABASE": ""}, "MYSQL_DATABASE is not set"),
        ({"MYSQL_PASSWORD_FILE": ""}, "MYSQL_PASSWORD_FILE is not set"),
        ({"MYSQL_PORT": "x"}, "MYSQL_PORT must be a number from 0 to 65535, not 'x'"),
        ({"MYSQL_PORT": "65536"}, "MYSQL_PORT must be a number from 0 to 65535, not '65536'"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES must be a number from 0 to 10, not '-1'"),
        (
            {"REDIS_HOST": "cache"},
            "MYSQL_HOST and REDIS_HOST are both set: the app uses one database",
        ),
        (
            {"POSTGRES_HOST": "db"},
            "MYSQL_HOST and POSTGRES_HOST are both set: the app uses one database",
        ),
        (
            {"MYSQL_PASSWORD_FILE": "/nowhere"},
            "MYSQL_PASSWORD_FILE: cannot read /nowhere: No such file or directory",
        ),
    ],
)
def test_wrong_settings_name_the_variable(secret: str, change: dict[str, str], error: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings({**mysql(secret), **change})
    assert str(raised.value) == error


def test_the_app_is_built_from_the_environment(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Port 1 of this host: refused at once, so the drivers' own errors are what is seen here.
    for name, value in {**mysql(secret), "MYSQL_HOST": "127.0.0.1", "MYSQL_PORT": "1"}.items():
        monkeypatch.setenv(name, value)
    answer = create_app().test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "unavailable", "database": "mysql", "reason": "OperationalError 2003"},
    )


def test_a_refused_redis_is_unavailable_at_once() -> None:
    with pytest.raises(StoreUnavailable, match=r"^ConnectionError$"):
        RedisStore(RedisSettings("127.0.0.1", 1, None)).check()
