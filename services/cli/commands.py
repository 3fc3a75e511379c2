"""Every command but those that question the law, which are in `questioning`."""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn

from services.cases.actions.resume_cases import resume_cases
from services.cases.actions.verify_record import Verified, verify_record
from services.cli import preparing
from services.cli.printing import AsJson, print_json
from services.cli.questioning import law
from services.cli.running import day_of, directory, needed_settings, stop, told, with_database
from services.foundation import clock
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Public
from services.foundation.definitions import DefinitionError
from services.foundation.migrations import migrate
from services.foundation.telemetry import configure_logs
from services.jurisdiction.answers import resolve_json
from services.onboarding.actions.apply_plan import apply_plan
from services.onboarding.actions.plan_recipes import plan_recipes
from services.onboarding.contracts import Applied, Plan
from services.onboarding.showing import applied_as_json, plan_as_json
from services.tenants.contracts import Recipe
from services.tenants.recipes import load_recipes

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Parvis, from a terminal.")
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
    **preparing.GROUPS,
}.items():
    app.add_typer(group, name=name)


def run() -> None:
    """Every command, with those that packages add."""
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
    given = needed_settings("database_url", "secret_key")
    # By its name: the other commands answer without loading the doors.
    uvicorn.run(
        "services.app:from_settings",
        factory=True,
        host=host,
        port=port or _port_of(given.base_url),
        workers=workers,
        log_config=None,
        # The application reads them itself, from the proxies that its settings name.
        proxy_headers=False,
        access_log=False,
    )


@database.command("migrate")
def migrate_database() -> None:
    """Bring the database up to date (needs `PARVIS_DATABASE_ADMIN_URL`)."""
    migrate(needed_settings("database_admin_url").database_admin_url)
    told.print("The database is up to date.")


@jurisdiction.command("resolve")
def jurisdiction_resolve(
    codes: list[str],
    procedure: Annotated[str | None, typer.Option("--procedure")] = None,
    on: Annotated[str | None, typer.Option("--on", help="A day, YYYY-MM-DD.")] = None,
    as_json: AsJson = False,
) -> None:
    """The authorities over communes (INSEE codes), and who answers for a procedure."""
    day = day_of(on)

    async def ask(db: Database) -> list[dict[str, Any]]:
        async with db.transaction(Public()) as tx:
            return await resolve_json(tx, codes, procedure_id=procedure, on=day)

    answers = with_database(ask)
    if as_json:
        print_json(answers)
    else:
        for each in answers:
            _print_resolution(each)
    raise typer.Exit(2 if any("error" in each for each in answers) else 0)


@tenants.command("plan")
def tenants_plan(path: Path, as_json: AsJson = False) -> None:
    """Say what the recipes under PATH would change; writes nothing."""
    recipes = _recipes(path)

    async def ask(db: Database) -> Plan:
        return await plan_recipes(db, directory(), recipes=recipes, at=clock.now())

    plan = with_database(ask)
    if as_json:
        print_json(plan_as_json(plan))
    else:
        _print_plan(plan_as_json(plan))
    raise typer.Exit(1 if plan.obstacles else 0)


@tenants.command("apply")
def tenants_apply(path: Path, as_json: AsJson = False) -> None:
    """Make it so; the same recipes again change nothing."""
    recipes = _recipes(path)

    async def act(db: Database) -> Applied:
        at, accounts = clock.now(), directory()
        plan = await plan_recipes(db, accounts, recipes=recipes, at=at)
        return await apply_plan(db, accounts, plan=plan, by=THE_SYSTEM, at=at)

    done = applied_as_json(with_database(act))
    if as_json:
        print_json(done)
    else:
        _print_plan(done)


@cases.command("resume")
def cases_resume(as_json: AsJson = False) -> None:
    """Rebuild the clock from the book: every open case is told again to the relay."""

    async def act(db: Database) -> int:
        return await resume_cases(db, at=clock.now())

    count = with_database(act)
    print_json({"resumed": count}) if as_json else print(f"{count} cases told again.")


@audit.command("verify")
def audit_verify(as_json: AsJson = False) -> None:
    """Walk the record of every tenant; status 1 when a link is broken or a case is missing."""

    async def act(db: Database) -> list[Verified]:
        return [each async for each in verify_record(db)]

    found = with_database(act)
    rows = [_verdict(each) for each in found]
    if as_json:
        print_json(rows)
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
        and {
            "case": broken.case_id and str(broken.case_id),
            "link": broken.seq,
            "reason": broken.reason,
        },
        "sealed": found.sealed
        and {"day": found.sealed.day.isoformat(), "root": found.sealed.hash.hex()},
    }


def _recipes(path: Path) -> tuple[Recipe, ...]:
    try:
        return load_recipes(path)
    except DefinitionError as wrong:
        stop(str(wrong))


def _port_of(base_url: str) -> int:
    _scheme, _, rest = base_url.partition("://")
    _host, _, port = rest.partition(":")
    return int(port.strip("/")) if port else 8000


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
