"""Every phrase is said in both languages; the glossary knows every word of the processes."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from services.foundation.i18n import (
    CATALOGUES,
    _,
    format_date,
    format_instant,
    ngettext,
    using_language,
)
from services.processes.catalogue import load_processes

ROOT = Path(__file__).parents[2]
ENGLISH = CATALOGUES / "en" / "LC_MESSAGES" / "parvis.po"
PLACES = re.compile(r"%\(\w+\)\w|\{\w*\}|</?\w+[^>]*>")
FRENCH_MARKS = re.compile(r"[àâçèêîôûœ«»]", re.IGNORECASE)
KEPT_IN_FRENCH = {"département", "défenseur des droits", "la réunion", "saint-barthélemy"}
DEFINITIONS = ("forms/**/*.yaml", "workflows/processes/*.yaml", "tenants/*.yaml")

Phrase = str | tuple[str, ...]


def forms_of(phrase: Phrase) -> tuple[str, ...]:
    """One form, or singular and plural."""
    return (phrase,) if isinstance(phrase, str) else tuple(phrase)


@pytest.fixture(scope="module")
def said() -> dict[Phrase, str]:
    """Every phrase of the source, with a file that says it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    extracted = extract_from_dir(ROOT / "services", methods, options)
    return {phrase: filename for filename, _line, phrase, _comments, _context in extracted}


@pytest.fixture(scope="module")
def english() -> dict[Phrase, Phrase]:
    """The English of every phrase, by its French."""
    with ENGLISH.open("rb") as source:
        return {each.id: each.string for each in read_po(source, locale="en") if each.id}


class TestEveryPhrase:
    def test_is_said_in_english(
        self, said: dict[Phrase, str], english: dict[Phrase, Phrase]
    ) -> None:
        unsaid = {
            phrase: filename
            for phrase, filename in said.items()
            if not all(forms_of(english.get(phrase, "")))
        }
        assert not unsaid, "extract and translate: docs/development.md, “Words”"

    def test_keeps_its_places(self, english: dict[Phrase, Phrase]) -> None:
        """A place left out would hide a date; a place invented would break the page."""
        changed = {
            french: other
            for phrase, translated in english.items()
            for french, other in zip(forms_of(phrase), forms_of(translated), strict=True)
            if other and set(PLACES.findall(french)) != set(PLACES.findall(other))
        }
        assert not changed

    def test_is_really_in_english(self, english: dict[Phrase, Phrase]) -> None:
        left = {other for translated in english.values() for other in forms_of(translated)}
        assert not {other for other in left if FRENCH_MARKS.search(without_proper_words(other))}

    def test_is_still_said_somewhere(
        self, said: dict[Phrase, str], english: dict[Phrase, Phrase]
    ) -> None:
        assert not set(english) - set(said), "forget them: pybabel update --ignore-obsolete"


def without_proper_words(sentence: str) -> str:
    lowered = sentence.lower()
    for word in KEPT_IN_FRENCH:
        lowered = lowered.replace(word, "")
    return lowered


class TestEnglish:
    def test_is_what_an_english_reader_gets(self) -> None:
        with using_language("en"):
            assert _("Mes demandes") == "My requests"
            assert ngettext("{num} jour", "{num} jours", 2) == "{num} days"

    def test_writes_dates_as_in_britain(self) -> None:
        with using_language("en"):
            assert format_date(date(2026, 11, 1)) == "1 November 2026"
            assert format_date(date(2026, 11, 3), "full") == "Tuesday 3 November 2026"
            noon = datetime(2026, 11, 3, 11, tzinfo=UTC)
            assert format_instant(noon, "Europe/Paris") == "Tuesday 3 November 2026, 12:00"

    def test_leaves_french_dates_alone(self) -> None:
        assert format_date(date(2026, 11, 1), "full") == "dimanche 1er novembre 2026"


def texts(value: Any, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every `{fr: …, en: …}` below a value, with where it stands."""
    if isinstance(value, dict):
        if "fr" in value and set(value) <= {"fr", "en"}:
            yield path, value
            return
        for key, below in value.items():
            yield from texts(below, f"{path}.{key}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from texts(below, f"{path}[{index}]")


class TestEveryDefinition:
    @pytest.mark.parametrize("pattern", DEFINITIONS)
    def test_speaks_english_too(self, pattern: str) -> None:
        lacking = [
            where
            for file in sorted(ROOT.glob(pattern))
            for where, text in texts(
                yaml.safe_load(file.read_text(encoding="utf-8")), str(file.relative_to(ROOT))
            )
            if not text.get("en")
        ]
        assert not lacking


@pytest.fixture(scope="module")
def glossary() -> str:
    return (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


class TestGlossary:
    def test_names_every_state(self, glossary: str) -> None:
        """An agent and a developer who speak of a state read the same line."""
        lacking = [
            f"{process.id}.{state.id}: {state.agent.fr}"
            for process in load_processes().values()
            for state in process.states.values()
            if f"`{state.id}`" not in glossary or state.agent.fr not in glossary
        ]
        assert not lacking

    def test_names_every_action(self, glossary: str) -> None:
        lacking = {
            f"{process.id}.{action.id}: {action.label.fr}"
            for process in load_processes().values()
            for action in process.actions.values()
            if f"`{action.id}`" not in glossary or action.label.fr not in glossary
        }
        assert not lacking


class TestGuide:
    def test_of_agents_quotes_what_the_pages_say(self, said: dict[Phrase, str]) -> None:
        """What is in bold is a label: who looks for it must find it letter for letter."""
        guide = (ROOT / "docs" / "guide-agent.md").read_text(encoding="utf-8")
        shown = {form for phrase in said for form in forms_of(phrase)}
        for file in ROOT.glob("workflows/processes/*.yaml"):
            definition = yaml.safe_load(file.read_text(encoding="utf-8"))
            shown |= {text["fr"] for _where, text in texts(definition, "")}
        quoted = set(re.findall(r"\*\*(.+?)\*\*", guide))
        assert not quoted - shown
