"""What every command needs: its settings or a word on what is missing, a database, a status."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import NoReturn, TypeVar

import typer
from rich.console import Console

from services.foundation import clock
from services.foundation.database import Database
from services.foundation.errors import Outage, Refusal
from services.foundation.settings import Settings, settings
from services.foundation.telemetry import configure_logs
from services.identity.directory import Directory

T = TypeVar("T")
told = Console(stderr=True)


def needed_settings(*needed: str) -> Settings:
    """The settings, once those that this command needs are there; else says which is not."""
    given = settings()
    for name in needed:
        if not getattr(given, name):
            stop(f"PARVIS_{name.upper()} is not given, and no demonstration is running here.")
    return given


def with_database(act: Callable[[Database], Awaitable[T]]) -> T:
    """What `act` answers; a refusal or an outage is told, and ends the command with status 1."""
    configure_logs()
    given = needed_settings("database_url")

    async def run() -> T:
        db = Database(given.database_url, pool_size=given.database_pool)
        try:
            return await act(db)
        finally:
            await db.close()

    try:
        return asyncio.run(run())
    except Outage as outage:
        stop(f"{outage.part} does not answer: check its address. ({outage.reason})")
    except Refusal as refusal:
        stop(refusal.sentence())


def directory() -> Directory:
    """The identity provider, by the service account of the settings."""
    return Directory.from_settings(needed_settings("oidc_issuer"))


def day_of(text: str | None) -> date:
    """A day as it was typed; today without one."""
    if text is None:
        return clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"`{text}` is not a day: write it YYYY-MM-DD.")


def stop(sentence: str) -> NoReturn:
    """Say why on standard error and leave with status 1."""
    told.print(sentence, style="bold", highlight=False)
    raise typer.Exit(1)
