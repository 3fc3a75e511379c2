"""Questioning the law from a terminal: no part of the stack need run."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from services.cli.printing import AsJson, print_json, print_text
from services.law import questions
from services.law.errors import FactError
from services.law.schema import facts_schema

law = typer.Typer(no_args_is_help=True, help="Question the law; no part of the stack need run.")


def run() -> None:
    """`parvis law` alone, without loading any other command."""
    app = typer.Typer(add_completion=False)
    app.callback()(lambda: None)
    app.add_typer(law, name="law")
    app(prog_name="parvis")


@law.command("timeline")
def law_timeline(file: str, as_json: AsJson = False) -> None:
    """Every legal date of the facts in FILE (`-` for standard input), with its article."""
    _tell(_law_answers(file, questions.timeline_answer), _print_timeline, as_json=as_json)


@law.command("silence")
def law_silence(file: str, as_json: AsJson = False) -> None:
    """What silence means for the requests described in FILE (`-` for standard input), and why."""
    _tell(_law_answers(file, questions.silence_answer), _print_silence, as_json=as_json)


@law.command("number")
def law_number(
    number: str,
    modification: Annotated[int | None, typer.Option("--modification")] = None,
    transfer: Annotated[int | None, typer.Option("--transfer")] = None,
    as_json: AsJson = False,
) -> None:
    """A planning number in its parts, or that of its nth modification or transfer."""
    try:
        found = questions.number_answer(number, modification=modification, transfer=transfer)
    except FactError as wrong:
        print_json({"error": {"field": wrong.field, "message": wrong.message}})
        raise typer.Exit(2) from None
    if as_json:
        print_json(found)
    else:
        print(found["number"])


@law.command("schema")
def law_schema() -> None:
    """The JSON Schema of the facts."""
    print_json(facts_schema())


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
        print_json({"error": {"field": wrong.field, "message": wrong.message}})
        raise typer.Exit(2) from None
    if as_json:
        print_json(found)
    else:
        print(found["date"])


@law.command("regimes")
def law_regimes(as_json: AsJson = False) -> None:
    """Every regime of silence, with its basis and source."""
    found = questions.regimes_table()
    if as_json:
        print_json(found)
        return
    table = Table("id", "silence", "delay", "article")
    for each in found:
        table.add_row(each["id"], each["silence"], each["delay"] or "", each["article"])
    Console().print(table)


@law.command("rules")
def law_rules(as_json: AsJson = False) -> None:
    """Every version of every rule, its dates in force and the fact that fixes it."""
    found = questions.rules_table()
    if as_json:
        print_json(found)
        return
    table = Table("id", "version", "article", "fixed by", "in force")
    for each in found:
        days = f"{each['in_force_from']} – {each['in_force_to'] or ''}"
        table.add_row(each["id"], str(each["version"]), each["article"], each["fixed_by"], days)
    Console().print(table)


def _law_answers(file: str, answer: Callable[[object], questions.Json]) -> questions.Answers:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except FileNotFoundError:
        return questions.unanswered("file", "ce fichier n’existe pas")
    except OSError:
        return questions.unanswered("file", "ce fichier ne peut être lu")
    return questions.answers_to_text(content, answer)


def _tell(
    answers: questions.Answers, tell_one: Callable[[dict[str, Any]], None], *, as_json: bool
) -> None:
    """All of them in JSON, or one after the other in words; status 2 when one is an error."""
    answer, failed = answers
    if as_json:
        print_json(answer)
    else:
        for each in answer if isinstance(answer, list) else [answer]:
            if "error" in each:
                print_text(f"{each['error']['field']}: {each['error']['message']}")
            else:
                tell_one(each)
    raise typer.Exit(2 if failed else 0)


def _print_timeline(answer: dict[str, Any]) -> None:
    for step in answer["steps"]:
        print(f"{step['on'] or '          '}  {step['reason']['fr']}  [{step['article']}]")


def _print_silence(answer: dict[str, Any]) -> None:
    meaning = f"{answer['silence']} {answer['delay'] or ''}".strip()
    print(f"{meaning}  {answer['reason']['fr']}  [{answer['basis']}]")
