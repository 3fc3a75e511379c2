"""Bring a database up to date.

Roles are made by the administrator's login; tables belong to `app_migrator`, which bypasses the
policies so that a backfill is never silently empty. Locks are waited for briefly: a migration that
cannot have them gives up politely and is run again.
"""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import create_engine, text

from services.foundation.migrations.walls import ROLES

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
ONE_MIGRATOR = 7_305_411  # an advisory lock: any constant, the same for all migrators


def migrate(admin_url: str, revision: str = "head") -> None:
    """Make the roles, then run the migrations up to `revision`. Idempotent."""
    _prepare(admin_url)
    engine = create_engine(admin_url.replace("postgresql://", "postgresql+psycopg://", 1))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    try:
        with engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_MIGRATOR})"))
            connection.execute(text("SET LOCAL lock_timeout = '4s'"))
            connection.execute(text("SET LOCAL statement_timeout = '5min'"))
            connection.execute(text("SET LOCAL ROLE app_migrator"))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def create_login(admin_url: str, *, name: str, password: str) -> None:
    """The application's login: owns nothing, sees nothing, may take the roles of the house."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        verb = "ALTER" if _role_exists(connection, name) else "CREATE"
        connection.execute(
            sql.SQL(
                "{verb} ROLE {name} LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB "
                "NOCREATEROLE PASSWORD {password}"
            ).format(
                verb=sql.SQL(verb),
                name=sql.Identifier(name),
                password=sql.Literal(password),
            )
        )
        for role in ROLES:
            connection.execute(
                sql.SQL("GRANT {role} TO {name}").format(
                    role=sql.Identifier(role), name=sql.Identifier(name)
                )
            )


def _prepare(admin_url: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        # Databases of one server share their roles, so two migrators may meet here.
        connection.execute("SELECT pg_advisory_lock(%s)", (ONE_MIGRATOR,))
        for role in (*ROLES, "app_migrator"):
            if not _role_exists(connection, role):
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        connection.execute("ALTER ROLE app_migrator BYPASSRLS")
        connection.execute("GRANT app_migrator TO CURRENT_USER")
        connection.execute("GRANT USAGE, CREATE ON SCHEMA public TO app_migrator")
        for role in ROLES:
            connection.execute(
                sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role))
            )
        for extension in EXTENSIONS:
            connection.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
            )
        connection.execute("SELECT pg_advisory_unlock(%s)", (ONE_MIGRATOR,))


def _role_exists(connection: psycopg.Connection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    return found is not None
