"""`parvis law`: what it prints and with which status, whatever it is given."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from services.cli.questioning import law

FACTS = {"regime": {"silence": "rejection", "delay": "P2M"}}
FILED = {"at": "2026-01-10", "what": "filed"}
GOOD = {**FACTS, "events": [FILED]}


def run(*arguments: str, given: str | bytes = "") -> tuple[int, str]:
    result = CliRunner().invoke(law, list(arguments), input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout


def answer(*arguments: str, given: str | bytes = "") -> tuple[int, Any]:
    status, printed = run(*arguments, given=given)
    return status, json.loads(printed)


class TestTimeline:
    def test_answers_a_document_from_standard_input(self) -> None:
        status, told = answer("timeline", "-", "--json", given=json.dumps(GOOD))
        assert (status, told["tacit"]["last_day"]) == (0, "2026-03-10")

    def test_answers_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "facts.json"
        path.write_text(json.dumps([GOOD, GOOD]), "utf-8")
        status, told = answer("timeline", str(path), "--json")
        assert (status, len(told)) == (0, 2)

    def test_answers_the_good_ones_beside_a_bad_one(self) -> None:
        status, told = answer("timeline", "-", "--json", given=json.dumps([GOOD, None, GOOD]))
        assert (status, ["error" in one for one in told]) == (2, [False, True, False])

    @pytest.mark.parametrize("given", [b"", b"\xe9", b"{", b"null", b"3", b'{"a": 1, "a": 2}'])
    def test_refuses_what_is_no_document(self, given: bytes) -> None:
        status, told = answer("timeline", "-", "--json", given=given)
        assert (status, set(told), set(told["error"])) == (2, {"error"}, {"field", "message"})

    def test_prints_half_a_character_as_its_escape(self) -> None:
        status, told = answer("timeline", "-", "--json", given='{"calendar": "\\ud800"}')
        assert (status, told["error"]["field"]) == (2, "calendar")
        assert "\ud800" in told["error"]["message"]
        status, printed = run("timeline", "-", given='{"calendar": "\\ud800"}')
        assert (status, printed.startswith("calendar: ")) == (2, True)

    def test_refuses_a_missing_file_and_a_folder(self, tmp_path: Path) -> None:
        for path, why in ((tmp_path / "none.json", "n’existe pas"), (tmp_path, "ne peut être lu")):
            status, told = answer("timeline", str(path), "--json")
            assert (status, told["error"]["field"]) == (2, "file")
            assert why in told["error"]["message"]

    def test_prints_sentences_without_json(self) -> None:
        status, printed = run("timeline", "-", given=json.dumps(GOOD))
        assert status == 0
        assert "2026-03-11  Sans décision expresse" in printed
        assert "[CRPA L231-4]" in printed


def test_schema_accepts_the_facts() -> None:
    status, schema = answer("schema")
    assert status == 0
    jsonschema.validate(GOOD, schema)


class TestWorkingDays:
    def test_counts(self) -> None:
        status, told = answer(
            *("working-days", "--from", "2026-03-30", "--count", "10"),
            *("--calendar", "alsace-moselle", "--json"),
        )
        assert (status, told["date"]) == (0, "2026-04-15")
        assert told["skipped"] == ["2026-04-03", "2026-04-06"]
        assert run("working-days", "--from", "2026-05-01", "--count", "1") == (0, "2026-05-04\n")

    @pytest.mark.parametrize(
        ("start", "count", "field"),
        [("demain", "1", "from"), ("2026-05-01", "-1", "count"), ("2026-05-01", "5001", "count")],
    )
    def test_refuses(self, start: str, count: str, field: str) -> None:
        status, told = answer("working-days", "--from", start, "--count", count, "--json")
        assert (status, told["error"]["field"]) == (2, field)


def test_rules_are_listed_with_their_dates() -> None:
    status, rows = answer("rules", "--json")
    assert status == 0
    gracious = [row for row in rows if row["id"] == "planning_gracious_appeal"]
    assert [(row["in_force_from"], row["in_force_to"]) for row in gracious] == [
        ("2007-10-01", "2025-11-27"),
        ("2025-11-28", None),
    ]
    status, printed = run("rules")
    assert status == 0
    assert "revocation" in printed


def test_regimes_are_listed() -> None:
    status, rows = answer("regimes", "--json")
    assert status == 0
    assert all(row["basis"] and row["source"] for row in rows)
    status, printed = run("regimes")
    assert status == 0
    assert "planning-dp" in printed


LOADED = """
import sys
from services.cli import main
sys.argv = ["parvis", "law", "rules", "--json"]
try:
    main()
finally:
    print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


def test_the_law_loads_no_part_of_the_stack() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout)
    loaded = set(told.stderr.split())
    assert "holidays" in loaded
    assert not loaded & {"sqlalchemy", "temporalio", "keycloak", "fastapi", "boto3", "weasyprint"}
