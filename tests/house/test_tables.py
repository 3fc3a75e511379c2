"""What the rooms declare is what the migrations make."""

import importlib
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from services.foundation.metadata import metadata
from services.foundation.migrations import migrate

ROOT = Path(__file__).parents[2]
OF_ALEMBIC = {"alembic_version"}


def declared() -> None:
    """Import every module that declares tables."""
    for path in sorted((ROOT / "services").glob("*/*tables.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    importlib.import_module("services.foundation.outbox")
    importlib.import_module("services.foundation.counts")


class TestTheTables:
    def test_are_the_same_in_the_rooms_and_in_the_migrations(self, database_admin_url: str) -> None:
        declared()
        engine = create_engine(
            database_admin_url.replace("postgresql://", "postgresql+psycopg://", 1)
        )
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection,
                opts={
                    "include_object": watched,
                    "compare_type": True,
                    "compare_server_default": False,
                },
            )
            differences = compare_metadata(context, metadata)
        engine.dispose()
        assert not [each for each in differences if not tolerable(each)]

    def test_a_second_migrator_finds_nothing_to_do(self, database_admin_url: str) -> None:
        migrate(database_admin_url)


def watched(_item: object, name: str | None, kind: str, _found: bool, _other: object) -> bool:
    return kind in {"table", "column"} and name not in OF_ALEMBIC


def tolerable(difference: object) -> bool:
    """A table of the database that no room reads is a difference; indexes and keys are not."""
    return isinstance(difference, tuple) and difference[0] in {
        "add_index",
        "remove_index",
        "add_constraint",
        "remove_constraint",
        "add_fk",
        "remove_fk",
    }
