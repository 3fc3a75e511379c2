"""Rows that an action gathers, in the order of its story, and that go to the database at once.

All rows become one data-modifying statement, whatever their number; what must stand before the
policies can accept the rest (the party row of a filing) goes in a statement of its own before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import JSONB

Kind = Literal["insert", "insert_unless_exists", "upsert", "update", "delete"]


@dataclass(frozen=True, slots=True)
class NextNumber:
    """The next human number of a tenant's series and year, taken by the last statement.

    Gaps are allowed; the counter row is locked only while that statement runs. `digits` at least
    follow the prefix; a greater number is never cut.
    """

    tenant_id: UUID
    series: str
    year: int
    prefix: str
    digits: int = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row's SQL depends on: everything but the values."""

    kind: Kind
    table: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    numbered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    shape: Shape
    parameters: Sequence[Any]


@dataclass(slots=True)
class Writes:
    """The rows of one act. Nothing reaches the database before `write`."""

    _before: list[_Row] = field(default_factory=list)
    _rows: list[_Row] = field(default_factory=list)
    _number: NextNumber | None = None

    def insert_first(self, table: Table, **values: Any) -> None:
        """A row that the policies of the others look for."""
        self._before.append(self._row("insert", table, values, {}))

    def insert(self, table: Table, **values: Any) -> None:
        self._rows.append(self._row("insert", table, values, {}))

    def insert_unless_exists(self, table: Table, **values: Any) -> None:
        self._rows.append(self._row("insert_unless_exists", table, values, {}))

    def upsert(self, table: Table, where: Mapping[str, Any], **values: Any) -> None:
        """Insert, or change the row whose unique key is `where`."""
        self._rows.append(self._row("upsert", table, values, where))

    def update(self, table: Table, where: Mapping[str, Any], **values: Any) -> None:
        self._rows.append(self._row("update", table, values, where))

    def delete(self, table: Table, **where: Any) -> None:
        self._rows.append(self._row("delete", table, {}, where))

    @property
    def tells(self) -> bool:
        """Whether a fact for the relay is among them."""
        return any(row.shape.table == "outbox" for row in self._rows)

    def __bool__(self) -> bool:
        return bool(self._before or self._rows)

    @property
    def prefix(self) -> str:
        """What stands before the number that writing answers; blank where none is taken."""
        return self._number.prefix if self._number is not None else ""

    def statements(self) -> list[tuple[str, Sequence[Any]]]:
        """The SQL and its parameters: one statement, or one more for each row that goes first."""
        before = [(single(row.shape), row.parameters) for row in self._before]
        if not self._rows:
            return before
        sql = together(_runs(self._rows), self._number is not None)
        parameters: list[Any] = []
        if self._number is not None:
            number = self._number
            parameters += [number.tenant_id, number.series, number.year, number.digits]
        for row in self._rows:
            parameters += row.parameters
        return [*before, (sql, parameters)]

    def _row(
        self, kind: Kind, table: Table, values: Mapping[str, Any], where: Mapping[str, Any]
    ) -> _Row:
        numbered = []
        for name, value in values.items():
            if type(value) is NextNumber:
                self._number = value
                numbered.append(name)
        shape, documents = _shape(kind, table, tuple(values), tuple(where), tuple(numbered))
        parameters = [*values.values(), *where.values()]
        for place in documents:
            if parameters[place] is not None:
                parameters[place] = Jsonb(parameters[place])
        if numbered:
            parameters = [_prefix(value) for value in parameters]
        return _Row(shape, parameters)


def _runs(rows: Sequence[_Row]) -> tuple[tuple[Shape, int], ...]:
    """The shapes in their order; inserts of one shape that follow each other are one, counted:
    each part of a statement has a cost of its own."""
    runs: list[tuple[Shape, int]] = []
    for row in rows:
        shape, count = runs[-1] if runs else (None, 0)
        if row.shape == shape and shape.kind in ("insert", "insert_unless_exists"):
            runs[-1] = (shape, count + 1)
        else:
            runs.append((row.shape, 1))
    return tuple(runs)


def _prefix(value: Any) -> Any:
    return value.prefix if type(value) is NextNumber else value


@lru_cache(maxsize=1024)
def _shape(
    kind: Kind,
    table: Table,
    columns: tuple[str, ...],
    keys: tuple[str, ...],
    numbered: tuple[str, ...],
) -> tuple[Shape, tuple[int, ...]]:
    """The shape of a row, and which of its parameters are documents (jsonb)."""
    documents = tuple(
        place
        for place, name in enumerate((*columns, *keys))
        if isinstance(table.c[name].type, JSONB)
    )
    return Shape(kind, table.name, columns, keys, numbered), documents


@lru_cache(maxsize=512)
def single(shape: Shape) -> str:
    """The SQL of one row, its parameters numbered."""
    return _numbered(_written(shape))


@lru_cache(maxsize=512)
def together(runs: tuple[tuple[Shape, int], ...], numbered: bool) -> str:
    """The SQL of all rows as one statement, its parameters numbered."""
    parts = [f"row_{index} AS ({_written(*run)})" for index, run in enumerate(runs)]
    if numbered:
        parts.insert(0, f"counted AS ({COUNT})")
    return _numbered(f"WITH {', '.join(parts)} SELECT {NUMBER if numbered else '1'}")


def _numbered(sql: str) -> str:
    """`%s` by `$1`, `$2`…: names come from our own tables, so no other `%s` can be there."""
    first, *rest = sql.split("%s")
    return first + "".join(f"${place}{text}" for place, text in enumerate(rest, start=1))


def _written(shape: Shape, count: int = 1) -> str:
    table = f'"{shape.table}"'
    match shape.kind:
        case "insert" | "insert_unless_exists":
            columns = ", ".join(f'"{name}"' for name in shape.columns)
            values = ", ".join(_value(shape, name) for name in shape.columns)
            rows = ", ".join([f"({values})"] * count)
            clause = " ON CONFLICT DO NOTHING" if shape.kind == "insert_unless_exists" else ""
            return f"INSERT INTO {table} ({columns}) VALUES {rows}{clause}"
        case "upsert":
            names = (*shape.columns, *shape.keys)
            columns = ", ".join(f'"{name}"' for name in names)
            values = ", ".join("%s" for _ in names)
            keys = ", ".join(f'"{name}"' for name in shape.keys)
            changes = ", ".join(f'"{name}" = excluded."{name}"' for name in shape.columns)
            return (
                f"INSERT INTO {table} ({columns}) VALUES ({values}) "
                f"ON CONFLICT ({keys}) DO UPDATE SET {changes}"
            )
        case "update":
            changes = ", ".join(f'"{name}" = {_value(shape, name)}' for name in shape.columns)
            return f"UPDATE {table} SET {changes} WHERE {_where(shape)}"
        case "delete":
            return f"DELETE FROM {table} WHERE {_where(shape)}"


COUNT = (
    "INSERT INTO number_counter (tenant_id, series, year, last) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (tenant_id, series, year) DO UPDATE SET last = number_counter.last + 1 "
    "RETURNING lpad(last::text, greatest(%s::int, length(last::text)), '0') AS number"
)
NUMBER = "(SELECT number FROM counted)"


def _value(shape: Shape, name: str) -> str:
    return f"%s::text || {NUMBER}" if name in shape.numbered else "%s"


def _where(shape: Shape) -> str:
    return " AND ".join(f'"{name}" = %s' for name in shape.keys)
