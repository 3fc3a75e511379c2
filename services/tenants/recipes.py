"""Recipes read from `tenants/*.yaml`; what is wrong is told with its file and its line."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from stdnum.fr import siren as siren_numbers

from services.foundation.definitions import Block, DefinitionError, load_definition, plain
from services.law.calendars import CALENDARS
from services.law.contracts import WarningDays
from services.tenants.contracts import (
    LEVELS,
    RECIPE_ROLES,
    Brand,
    Contact,
    Level,
    Recipe,
    RecipeAgreement,
    RecipeProcedure,
    RecipeRole,
    RecipeTeam,
    SveTerms,
)
from services.tenants.contrast import ENOUGH, contrast, is_colour, is_readable_on_white

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Farther back than three months of working days, hardly any delay has begun.
MOST_WARNING_DAYS = 60
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# INSEE commune (2A004, 97101…), SIREN of the EPCI, département or holder of its powers (6AE, 69M).
CODES: dict[Level, re.Pattern[str]] = {
    "commune": re.compile(r"(\d{2}|2[AB])\d{3}"),
    "epci": re.compile(r"\d{9}"),
    "departement": re.compile(r"[0-9A-Z]{2,4}"),
}


def load_recipes(path: Path) -> tuple[Recipe, ...]:
    """The recipes of a folder (in the order of its file names), or of one file.

    Raises `DefinitionError` for the first recipe that cannot be applied, whatever the others say;
    two recipes may share neither SIREN, nor slug, nor place.
    """
    if path.is_dir():
        files = sorted(path.glob("*.yaml"))
        recipes = tuple(load_recipe(file, root=path.parent) for file in files)
    else:
        recipes = (load_recipe(path),)
    if not recipes:
        raise DefinitionError(path.name, 1, "holds no recipe (*.yaml)")
    _refuse_twins(recipes)
    return recipes


def load_recipe(path: Path, *, root: Path | None = None) -> Recipe:
    """One recipe. Raises `DefinitionError`."""
    block = load_definition(path, root=root)
    block.only(
        "siren", "level", "code", "name", "slug", "time_zone", "calendar", "brand", "contact",
        "sender_addresses", "sve_terms", "teams", "procedures", "agreements", "warnings",
    )  # fmt: skip
    level = _level(block)
    teams = tuple(_team(each) for each in block.blocks("teams"))
    _refuse_same(block, "teams", [team.name for team in teams])
    procedures = tuple(_procedure(each, teams) for each in block.blocks("procedures"))
    _refuse_same(block, "procedures", [procedure.id for procedure in procedures])
    calendar = block.one_of("calendar", tuple(CALENDARS))
    return Recipe(
        file=block.file,
        digest=_digest(block),
        siren=_siren(block, "siren"),
        level=level,
        code=_matching(block, "code", CODES[level], f"the code of a {level}"),
        name=block.string("name"),
        slug=_matching(block, "slug", SLUG, "lower-case words joined by hyphens"),
        time_zone=_zone(block, calendar),
        calendar=calendar,
        brand=_brand(block.block("brand")),
        contact=_contact(block.block("contact")),
        sender_addresses=_senders(block),
        sve_terms=_sve_terms(block.block("sve_terms")),
        teams=teams,
        procedures=procedures,
        agreements=tuple(_agreement(each) for each in block.blocks("agreements")),
        warnings=_warnings(block.maybe_block("warnings")),
    )


def _level(block: Block) -> Level:
    word = block.one_of("level", LEVELS)
    return next(level for level in LEVELS if level == word)


def _siren(block: Block, key: str) -> str:
    number = block.string(key)
    if not siren_numbers.is_valid(number):
        raise block.error(
            f"`{key}` is `{number}`: not a SIREN (nine digits and their key)", key=key
        )
    return siren_numbers.compact(number)


def _matching(block: Block, key: str, pattern: re.Pattern[str], what: str) -> str:
    value = block.string(key)
    if not pattern.fullmatch(value):
        raise block.error(f"`{key}` is `{value}`: not {what}", key=key)
    return value


def _zone(block: Block, calendar: str) -> str:
    zone = block.string("time_zone")
    expected = CALENDARS[calendar].zone
    if zone != expected:
        raise block.error(
            f"`time_zone` is `{zone}`, but the calendar `{calendar}` is kept in `{expected}`",
            key="time_zone",
        )
    return zone


def _brand(block: Block) -> Brand:
    block.only("color", "plate", "short_name")
    color = block.string("color")
    if not is_colour(color):
        raise block.error(f"`color` is `{color}`: write it as `#1f3f94`", key="color")
    if not is_readable_on_white(color):
        raise block.error(
            f"`color` is `{color}`: {contrast(color):.1f}:1 on white, {ENOUGH}:1 is needed",
            key="color",
        )
    plate = block.string("plate")
    if len(plate) > 3:
        raise block.error(f"`plate` is `{plate}`: three letters at most", key="plate")
    return Brand(color=color.lower(), plate=plate, short_name=block.string("short_name"))


def _contact(block: Block) -> Contact:
    block.only("service", "address", "email", "phone", "hours", "specimen")
    return Contact(
        service=block.string("service"),
        address=block.string("address"),
        email=_matching(block, "email", EMAIL, "an e-mail address"),
        phone=block.string("phone"),
        hours=block.text("hours"),
        specimen=block.boolean("specimen", default=False),
    )


def _senders(block: Block) -> tuple[str, ...]:
    addresses = block.strings("sender_addresses")
    if not addresses:
        raise block.error("`sender_addresses` must name one address at least (CRPA R112-9-2)")
    for address in addresses:
        if not EMAIL.fullmatch(address):
            raise block.error(f"`{address}` is not an e-mail address", key="sender_addresses")
    return addresses


def _sve_terms(block: Block) -> SveTerms:
    block.only("version", "published_on", "text")
    return SveTerms(
        version=block.integer("version"),
        published_on=_date(block, "published_on"),
        text=block.text("text"),
    )


def _team(block: Block) -> RecipeTeam:
    block.only("name", "label", "roles")
    for role in block.strings("roles"):
        if role not in RECIPE_ROLES:
            raise block.error(f"`{role}` is no role: {', '.join(RECIPE_ROLES)}", key="roles")
    roles: tuple[RecipeRole, ...] = tuple(
        role for role in RECIPE_ROLES if role in block.strings("roles")
    )
    return RecipeTeam(
        name=_matching(block, "name", SLUG, "lower-case words joined by hyphens"),
        label=block.string("label"),
        roles=roles,
    )


def _procedure(block: Block, teams: tuple[RecipeTeam, ...]) -> RecipeProcedure:
    block.only("id", "version", "team", "since", "options")
    options = block.maybe_block("options")
    values = plain(options) if options is not None else {}
    assert isinstance(values, dict)
    return RecipeProcedure(
        id=block.string("id"),
        version=block.maybe_integer("version"),
        team=block.one_of("team", tuple(team.name for team in teams)),
        since=_date(block, "since"),
        options=values,
        line=block.lines["id"],
        option_lines=dict(options.lines) if options is not None else {},
    )


def _agreement(block: Block) -> RecipeAgreement:
    block.only("partner", "kind", "since", "until", "act")
    return RecipeAgreement(
        partner_siren=_siren(block, "partner"),
        kind=block.string("kind"),
        since=_date(block, "since"),
        until=_date(block, "until") if block.has("until") else None,
        act=block.string("act"),
    )


def _warnings(block: Block | None) -> WarningDays:
    """The house's days for what is not said; an empty list warns nobody."""
    if block is None:
        return WarningDays()
    block.only("agent", "supervisor")
    said = {key: _days(block, key) for key in ("agent", "supervisor") if block.has(key)}
    return WarningDays(**said)


def _days(block: Block, key: str) -> tuple[int, ...]:
    days = block.integers(key)
    for count in days:
        if not 1 <= count <= MOST_WARNING_DAYS:
            told = f"`{key}`: {count} is not a number of working days, 1 to {MOST_WARNING_DAYS}"
            raise block.error(told, key=key)
    if len(set(days)) < len(days):
        raise block.error(f"`{key}` names the same day twice", key=key)
    return tuple(sorted(days, reverse=True))


def _date(block: Block, key: str) -> date:
    written = block.string(key)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise block.error(f"`{key}` is `{written}`: write it as 2026-11-22", key=key) from error


def _digest(block: Block) -> str:
    return hashlib.sha256(json.dumps(plain(block), sort_keys=True).encode()).hexdigest()


def _refuse_same(block: Block, key: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise block.error(f"`{name}` is written twice", key=key)


def _refuse_twins(recipes: tuple[Recipe, ...]) -> None:
    keys: tuple[tuple[str, Callable[[Recipe], str]], ...] = (
        ("SIREN", lambda recipe: recipe.siren),
        ("slug", lambda recipe: recipe.slug),
        ("place", lambda recipe: f"{recipe.level} {recipe.code}"),
    )
    for what, key in keys:
        first: dict[str, Recipe] = {}
        for recipe in recipes:
            twin = first.setdefault(key(recipe), recipe)
            if twin is not recipe:
                message = f"its {what} `{key(recipe)}` is already that of {twin.file}"
                raise DefinitionError(recipe.file, 1, message)
