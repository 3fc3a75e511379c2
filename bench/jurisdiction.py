"""Resolving competence: the time that PostgreSQL takes, planning included."""

import json
import statistics
from datetime import date

import psycopg
from psycopg import sql
from sqlalchemy.dialects import postgresql

from services.jurisdiction.queries import resolution_statement

ASKED = 500
AIM_MS = 1.0
PROCEDURE = "epci/bac-composteur"
ON = date(2026, 11, 22)


def measure(admin_url: str) -> dict[str, object]:
    """The median of resolutions of codes spread over the whole territory, under `app_public`.

    The database must hold the territory. The limit is the aim itself: one millisecond.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("ANALYZE commune, commune_code, epci, departement, tenant, competence")
        connection.execute("SET ROLE app_public")
        _prepare(connection)
        codes = connection.execute(
            "SELECT code FROM commune_code ORDER BY md5(code) LIMIT %s", (ASKED,)
        ).fetchall()
        times = [_milliseconds(connection, code) for (code,) in codes]
    value = statistics.median(times)
    slow = statistics.quantiles(times, n=20)[-1]
    return {
        "name": "jurisdiction",
        "value": round(value, 3),
        "unit": "ms",
        "limit": AIM_MS,
        "ratio": round(value / AIM_MS, 3),
        "meaning": f"database time to resolve one code, median of {ASKED} "
        f"(19 in 20 under {slow:.2f} ms); aim under {AIM_MS:.0f} ms",
    }


def _prepare(connection: psycopg.Connection) -> None:
    """The statement of `resolve` as the server keeps it for a connection of the application."""
    statement = resolution_statement("45155", PROCEDURE, ON)
    dialect = postgresql.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
    compiled = statement.compile(dialect=dialect)
    connection.execute(f"PREPARE resolve (text, text, date) AS {compiled}".encode())


def _milliseconds(connection: psycopg.Connection, code: str) -> float:
    execute = sql.SQL(
        "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE resolve ({code}, {procedure}, {on})"
    ).format(code=sql.Literal(code), procedure=sql.Literal(PROCEDURE), on=sql.Literal(ON))
    row = connection.execute(execute).fetchone()
    assert row is not None
    explained = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return float(explained[0]["Planning Time"]) + float(explained[0]["Execution Time"])
