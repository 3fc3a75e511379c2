"""The `parvis` command: reads arguments, calls an action, prints.

With `--json`, standard output is the answer and nothing else; everything else goes to standard
error. Status: 0 done, 1 refused or broken, 2 an answer says that its question was bad.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
import uvicorn
from rich.console import Console
from rich.table import Table

from services.cases.actions.resume_cases import resume_cases
from services.cases.actions.verify_record import Verified, verify_record
from services.foundation import clock
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Public
from services.foundation.definitions import DefinitionError
from services.foundation.errors import Outage, Refusal
from services.foundation.migrations import migrate
from services.foundation.settings import Settings, settings
from services.foundation.telemetry import configure_logs
from services.identity.directory import Directory
from services.jurisdiction.answers import resolve_json
from services.law import questions
from services.law.errors import FactError
from services.law.schema import facts_schema
from services.onboarding.actions.apply_plan import apply_plan
from services.onboarding.actions.plan_recipes import plan_recipes
from services.onboarding.contracts import Applied, Plan
from services.onboarding.showing import applied_as_json, plan_as_json
from services.tenants.contracts import Recipe
from services.tenants.recipes import load_recipes

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Parvis, from a terminal.")
law = typer.Typer(no_args_is_help=True, help="Question the law; no part of the stack need run.")
jurisdiction = typer.Typer(no_args_is_help=True, help="Which authority answers, and why.")
tenants = typer.Typer(no_args_is_help=True, help="Put collectivities on line from recipes.")
cases = typer.Typer(no_args_is_help=True, help="Care for requests.")
audit = typer.Typer(no_args_is_help=True, help="Check the record.")
database = typer.Typer(no_args_is_help=True, help="Care for the database.")
for name, group in {
    "law": law,
    "jurisdiction": jurisdiction,
    "tenants": tenants,
    "cases": cases,
    "audit": audit,
    "database": database,
}.items():
    app.add_typer(group, name=name)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
T = TypeVar("T")
told = Console(stderr=True)


def main() -> None:
    """The entry point of the command."""
    for entry in entry_points(group="parvis.commands"):
        entry.load()(app)
    app()


@app.command()
def web(
    host: str = "127.0.0.1",
    port: int | None = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes, one a core.")] = 1,
) -> None:
    """Open the doors: portal, back office, administration and interface."""
    configure_logs()
    given = _settings("database_url", "secret_key")
    # By its name: the other commands answer without loading the doors.
    uvicorn.run(
        "services.app:from_settings",
        factory=True,
        host=host,
        port=port or _port_of(given.base_url),
        workers=workers,
        log_config=None,
        access_log=False,
    )


@database.command("migrate")
def migrate_database() -> None:
    """Bring the database up to date (needs `PARVIS_DATABASE_ADMIN_URL`)."""
    migrate(_settings("database_admin_url").database_admin_url)
    told.print("The database is up to date.")


@law.command("timeline")
def law_timeline(file: str, as_json: AsJson = False) -> None:
    """Every legal date of the facts in FILE (`-` for standard input), with its article."""
    answer, failed = _law_answers(file)
    if as_json:
        _print_json(answer)
    else:
        for each in answer if isinstance(answer, list) else [answer]:
            _print_timeline(each)
    raise typer.Exit(2 if failed else 0)


@law.command("schema")
def law_schema() -> None:
    """The JSON Schema of the facts."""
    _print_json(facts_schema())


@law.command("working-days")
def law_working_days(
    start: Annotated[str, typer.Option("--from")],
    count: Annotated[int, typer.Option("--count")],
    calendar: Annotated[str, typer.Option("--calendar")] = "metropole",
    as_json: AsJson = False,
) -> None:
    """The day that comes COUNT working days after a day."""
    try:
        found = questions.working_days(start, count, calendar)
    except FactError as wrong:
        _print_json({"error": {"field": wrong.field, "message": wrong.message}})
        raise typer.Exit(2) from None
    if as_json:
        _print_json(found)
    else:
        print(found["date"])


@law.command("regimes")
def law_regimes(as_json: AsJson = False) -> None:
    """Every regime of silence, with its basis and source."""
    found = questions.regimes_table()
    if as_json:
        _print_json(found)
        return
    table = Table("id", "silence", "delay", "article")
    for each in found:
        table.add_row(each["id"], each["silence"], each["delay"] or "", each["article"])
    Console().print(table)


@jurisdiction.command("resolve")
def jurisdiction_resolve(
    codes: list[str],
    procedure: Annotated[str | None, typer.Option("--procedure")] = None,
    on: Annotated[str | None, typer.Option("--on", help="A day, YYYY-MM-DD.")] = None,
    as_json: AsJson = False,
) -> None:
    """The authorities over communes (INSEE codes), and who answers for a procedure."""
    day = _day(on)

    async def ask(db: Database) -> list[dict[str, Any]]:
        async with db.transaction(Public()) as tx:
            return await resolve_json(tx, codes, procedure_id=procedure, on=day)

    answers = _with_database(ask)
    if as_json:
        _print_json(answers)
    else:
        for each in answers:
            _print_resolution(each)
    raise typer.Exit(2 if any("error" in each for each in answers) else 0)


@tenants.command("plan")
def tenants_plan(path: Path, as_json: AsJson = False) -> None:
    """Say what the recipes under PATH would change; writes nothing."""
    recipes = _recipes(path)

    async def ask(db: Database) -> Plan:
        return await plan_recipes(db, _directory(), recipes=recipes, at=clock.now())

    plan = _with_database(ask)
    if as_json:
        _print_json(plan_as_json(plan))
    else:
        _print_plan(plan_as_json(plan))
    raise typer.Exit(1 if plan.obstacles else 0)


@tenants.command("apply")
def tenants_apply(path: Path, as_json: AsJson = False) -> None:
    """Make it so; the same recipes again change nothing."""
    recipes = _recipes(path)

    async def act(db: Database) -> Applied:
        at, directory = clock.now(), _directory()
        plan = await plan_recipes(db, directory, recipes=recipes, at=at)
        return await apply_plan(db, directory, plan=plan, by=THE_SYSTEM, at=at)

    done = applied_as_json(_with_database(act))
    if as_json:
        _print_json(done)
    else:
        _print_plan(done)


@cases.command("resume")
def cases_resume(as_json: AsJson = False) -> None:
    """Rebuild the clock from the book: every open case is told again to the relay."""

    async def act(db: Database) -> int:
        return await resume_cases(db, at=clock.now())

    count = _with_database(act)
    _print_json({"resumed": count}) if as_json else print(f"{count} cases told again.")


@audit.command("verify")
def audit_verify(as_json: AsJson = False) -> None:
    """Walk the record of every tenant; status 1 when a link is broken or a case is missing."""

    async def act(db: Database) -> list[Verified]:
        return [each async for each in verify_record(db)]

    found = _with_database(act)
    rows = [_verdict(each) for each in found]
    if as_json:
        _print_json(rows)
    else:
        for each in rows:
            state = "whole" if each["broken"] is None else f"BROKEN {each['broken']}"
            print(f"{each['siren']} {each['name']}: {each['cases']} cases, {state}")
    raise typer.Exit(1 if any(each.broken for each in found) else 0)


def _verdict(found: Verified) -> dict[str, Any]:
    broken = found.broken
    return {
        "siren": found.siren,
        "name": found.name,
        "cases": found.cases,
        "links": found.links,
        "broken": broken
        and {"case": str(broken.case_id), "link": broken.seq, "reason": broken.reason},
    }


def _settings(*needed: str) -> Settings:
    """The settings, once those that this command needs are there; else says which is not."""
    given = settings()
    for name in needed:
        if not getattr(given, name):
            _stop(f"PARVIS_{name.upper()} is not given, and no demonstration is running here.")
    return given


def _database(given: Settings) -> Database:
    return Database(given.database_url, pool_size=given.database_pool)


def _with_database(act: Callable[[Database], Awaitable[T]]) -> T:
    configure_logs()
    given = _settings("database_url")

    async def run() -> T:
        db = _database(given)
        try:
            return await act(db)
        finally:
            await db.close()

    try:
        return asyncio.run(run())
    except Outage as outage:
        _stop(f"{outage.part} does not answer: check its address. ({outage.reason})")
    except Refusal as refusal:
        _stop(refusal.sentence())


def _directory() -> Directory:
    return Directory.from_settings(_settings("oidc_issuer"))


def _recipes(path: Path) -> tuple[Recipe, ...]:
    try:
        return load_recipes(path)
    except DefinitionError as wrong:
        _stop(str(wrong))


def _day(text: str | None) -> date:
    if text is None:
        return clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        _stop(f"`{text}` is not a day: write it YYYY-MM-DD.")


def _law_answers(file: str) -> questions.Answers:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except FileNotFoundError:
        return questions.unanswered("file", "ce fichier n’existe pas")
    except OSError:
        return questions.unanswered("file", "ce fichier ne peut être lu")
    return questions.answers_to_text(content)


def _port_of(base_url: str) -> int:
    _scheme, _, rest = base_url.partition("://")
    _host, _, port = rest.partition(":")
    return int(port.strip("/")) if port else 8000


def _print_json(value: Any) -> None:
    _print_text(json.dumps(value, ensure_ascii=False, indent=2))


def _print_text(text: str) -> None:
    """Half of a surrogate pair, which no UTF-8 can write, is printed as its escape."""
    print(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def _print_timeline(answer: dict[str, Any]) -> None:
    if "error" in answer:
        _print_text(f"{answer['error']['field']}: {answer['error']['message']}")
        return
    for step in answer["steps"]:
        print(f"{step['on'] or '          '}  {step['reason']['fr']}  [{step['article']}]")


def _print_resolution(answer: dict[str, Any]) -> None:
    if "error" in answer:
        print(f"{answer['asked']}: {answer['error']}")
        return
    print(f"{answer['asked']}: {answer['commune']['name']}")
    for each in answer["stack"]:
        print(f"  {each['level']:12} {each['code']:10} {each['name']}")
    competent = answer["competent"]
    if competent:
        print(f"  → {competent['name']}: {competent['reason']}")


def _print_plan(found: dict[str, Any]) -> None:
    for tenant in found["tenants"]:
        print(f"{tenant['name']} ({tenant['siren']}): {len(tenant['changes'])} changes")
        for change in tenant["changes"]:
            field = f".{change['field']}" if change["field"] else ""
            print(f"  {change['kind']:8} {change['subject']} {change['name']}{field}")
        for obstacle in tenant["obstacles"]:
            print(f"  {obstacle['file']}:{obstacle['line'] or 1}: {obstacle['reason']}")


def _stop(sentence: str) -> NoReturn:
    told.print(sentence, style="bold", highlight=False)
    raise typer.Exit(1)
