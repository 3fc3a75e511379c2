"""`parvis worker`, `parvis relay`, `parvis reconcile`.

A process that held a Temporal client may crash while the interpreter ends: once everything is
closed and told, these leave at once.
"""

import asyncio
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, NoReturn

import typer
from prometheus_client import start_http_server

from services.foundation.errors import Outage
from services.foundation.settings import Settings, settings
from services.foundation.telemetry import configure_logs, configure_traces

Run = Callable[[Settings, asyncio.Event], Awaitable[Any]]
MetricsPort = Annotated[
    int | None,
    typer.Option(envvar="PARVIS_METRICS_PORT", help="Publish this process's counters there."),
]
METRICS_HOST = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    """Give the command line its workers."""
    app.command("worker")(worker)
    app.command("relay")(relay)
    app.command("reconcile")(reconcile)
    app.command("keep")(keep)


def worker(
    queue: Annotated[
        list[str] | None,
        typer.Option(help="cases, documents or connectors; all three unless said."),
    ] = None,
    metrics_port: MetricsPort = None,
) -> None:
    """Do what is owed: letters, mails, legal dates."""
    running = _module("workflows.worker")
    unknown = set(queue or ()) - set(running.QUEUES)
    if unknown:
        _leave(f"There is no queue named {', '.join(sorted(unknown))}.", 2)
    queues = tuple(queue or running.QUEUES)

    async def run(given: Settings, stop: asyncio.Event) -> None:
        await running.run_workers(given, queues=queues, stop=stop)

    needed = ("database_url", "temporal_address", "s3_endpoint", "smtp_url")
    _run("worker", run, needed=needed, metrics_port=metrics_port)


def relay(metrics_port: MetricsPort = None) -> None:
    """Hand committed facts to Temporal; any number may run."""
    running = _module("workflows.relay")
    needed = ("database_url", "temporal_address")
    _run("relay", running.run_relay, needed=needed, metrics_port=metrics_port)


def reconcile(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Tell again the open cases that nothing follows, and those whose timer was lost."""
    running = _module("workflows.relay")

    async def run(given: Settings, stop: asyncio.Event) -> None:
        found = await running.reconcile_once(given)
        answer = {"unfollowed": found.unfollowed, "overdue": found.overdue}
        print(json.dumps(answer) if as_json else f"{sum(answer.values())} cases told again.")

    _run("reconcile", run, needed=("database_url", "temporal_address"))


def keep(
    chores: Annotated[
        list[str] | None,
        typer.Argument(help="seal, sessions, drafts, files, outbox, counts; all unless said."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Do the housekeeping now, which the workers do every hour; harmless at any time."""
    running = _module("workflows.housekeeping.by_hand")
    unknown = set(chores or ()) - set(running.CHORES)
    if unknown:
        _leave(
            f"There is no chore named {', '.join(sorted(unknown))}: {', '.join(running.CHORES)}.",
            2,
        )
    asked = [each for each in running.CHORES if each in (chores or running.CHORES)]

    async def run(given: Settings, stop: asyncio.Event) -> None:
        done = await running.keep(given, asked)
        lines = [f"{name}: {count}" for name, count in done.items()]
        print(json.dumps(done) if as_json else "\n".join(lines))

    needed = ("database_url", "s3_endpoint") if "files" in asked else ("database_url",)
    _run("keep", run, needed=needed)


def _module(name: str) -> Any:
    # Other commands answer without loading the SDK and the PDF engine.
    return importlib.import_module(name)


def _run(
    name: str, act: Run, *, needed: tuple[str, ...], metrics_port: int | None = None
) -> NoReturn:
    configure_logs()
    given = settings()
    for each in needed:
        if not getattr(given, each):
            _leave(f"PARVIS_{each.upper()} is not given, and no demonstration is running here.", 1)
    configure_traces(given, name)
    if metrics_port:
        start_http_server(metrics_port, addr=METRICS_HOST)
    try:
        asyncio.run(_until_signalled(act, given))
    except Outage as outage:
        _leave(f"{outage.part} does not answer: check its address. ({outage.reason})", 1)
    except _module("workflows.temporal").NotRegistered as missing:
        _leave(str(missing), 1)
    except Exception:  # noqa: BLE001 - a bug: shown whole, then left as everything else
        traceback.print_exc()
        _leave("", 1)
    _leave("", 0)


async def _until_signalled(act: Run, given: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await act(given, stop)


def _leave(sentence: str, status: int) -> NoReturn:
    if sentence:
        print(sentence, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
