"""The real parts under the tests: each started once a session, and only when a test asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import uuid4

import psycopg
from psycopg import sql

from services.foundation.migrations.run import create_login, migrate
from services.standalone.contracts import Part
from services.standalone.postgres import LOGIN, Postgres

PartT = TypeVar("PartT", bound=Part)


@contextmanager
def started(part: PartT) -> Iterator[PartT]:
    """The part, up; brought down at the end."""
    try:
        part.start()
        yield part
    finally:
        part.stop()


def migrated(postgres: Postgres, name: str) -> str:
    """Create the database `name`, up to date and open to the application's login."""
    _administer(postgres, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    migrate(postgres.superuser_url(name))
    create_login(postgres.superuser_url(name), name=LOGIN, password=postgres.login_password)
    return name


def cloned(postgres: Postgres, template: str) -> str:
    """A new database with all that `template` holds, made in a few hundredths of a second."""
    name = f"t_{uuid4().hex[:12]}"
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _administer(postgres, statement.format(sql.Identifier(name), sql.Identifier(template)))
    return name


def dropped(postgres: Postgres, name: str) -> None:
    """Forget a database, whoever still speaks to it."""
    _administer(postgres, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(postgres: Postgres, statement: sql.Composed) -> None:
    with psycopg.connect(postgres.superuser_url("postgres"), autocommit=True) as connection:
        connection.execute(statement)
