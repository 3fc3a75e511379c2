"""A definition names the file and the line of what is wrong with it."""

from pathlib import Path

import pytest

from services.foundation.definitions import (
    SIZE_LIMIT,
    Block,
    DefinitionError,
    definition_from,
    load_definition,
    plain,
    read_definition,
)


def read(text: str) -> Block:
    return read_definition(text.encode(), "essai.yaml")


def refused(text: str) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        read(text)
    return caught.value


class TestReading:
    def test_keeps_the_line_of_every_key_and_item(self) -> None:
        block = read("a: 1\nb:\n  - c: 2\n  - c: 3\n")
        assert block.lines == {"a": 1, "b": 2}
        assert [item.line for item in block.blocks("b")] == [3, 4]

    def test_takes_words_for_words(self) -> None:
        block = read("a: no\nb: 2026-01-01\nc: 012\nd: '12'\ne: 1.5\nf: true\ng: ~\nh: 1e3")
        assert plain(block) == {
            "a": "no",
            "b": "2026-01-01",
            "c": 12,
            "d": "12",
            "e": 1.5,
            "f": True,
            "g": None,
            "h": "1e3",
        }

    def test_gives_back_what_was_kept_as_data(self) -> None:
        block = read("a: {fr: Oui, en: Yes}\nb: [1, x]")
        again = definition_from(plain(block), "kept")  # type: ignore[arg-type]
        assert plain(again) == plain(block)
        assert again.text("a").en == "Yes"

    @pytest.mark.parametrize(
        ("text", "line", "says"),
        [
            ("a: 1\nb: 2\na: 3\n", 3, "already written at line 1"),
            ("a: &x 1\nb: *x\n", 2, "aliases"),
            ("a: &x {b: 1}\nc: *x\n", 2, "aliases"),
            ("a: !!python/object:os.system x\n", 1, "tags"),
            ("a: !secret x\n", 1, "tags"),
            ("a: [1, 2\nb: 3\n", 2, "not valid YAML"),
            ("- a\n- b\n", 1, "block of keys"),
            ("", 1, "block of keys"),
            ("a: 1\n? [x, y]\n: 2\n", 2, "a key must be a word"),
            ("a: 1\n--- \nb: 2\n", 2, "not valid YAML"),
            ("a: \x00\n", 1, "not valid YAML"),
            ("a: " + "[" * 40 + "]" * 40, 1, "nested too deeply"),
            ("a: " + "[" * 5000 + "]" * 5000, 1, "nested too deeply"),
        ],
    )
    def test_refuses_with_the_line(self, text: str, line: int, says: str) -> None:
        error = refused(text)
        assert (error.file, error.line) == ("essai.yaml", line)
        assert says in error.message
        assert str(error) == f"essai.yaml:{line}: {error.message}"

    def test_refuses_what_is_too_large(self) -> None:
        assert "larger than 256 KB" in refused("a: " + "x" * SIZE_LIMIT).message

    def test_refuses_another_encoding(self) -> None:
        with pytest.raises(DefinitionError, match="UTF-8") as caught:
            read_definition("a: 1\nb: é\n".encode("latin-1"), "essai.yaml")
        assert caught.value.line == 2

    def test_names_a_file_that_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(DefinitionError, match=r"forms/absent.yaml:1: cannot be read"):
            load_definition(tmp_path / "forms" / "absent.yaml", root=tmp_path)


class TestAsking:
    def test_suggests_the_key_that_was_meant(self) -> None:
        with pytest.raises(DefinitionError, match="did you mean `title`") as caught:
            read("version: 1\ntitel: x\n").only("version", "title")
        assert caught.value.line == 2

    @pytest.mark.parametrize(
        ("text", "reader", "says"),
        [
            ("a: 1", "string", "must be a text"),
            ("a: ' '", "string", "must be a text"),
            ("b: 1", "string", "is missing"),
            ("a: true", "integer", "whole number"),
            ("a: 1.5", "integer", "whole number"),
            ("a: x", "number", "must be a number"),
            ("a: 1", "boolean", "true or false"),
            ("a: x", "block", "block of keys"),
            ("a: x", "blocks", "must be a list"),
            ("a: [x]", "blocks", "must be a block"),
            ("a: [1]", "strings", "must be a text"),
            ("a: {fr: Oui}", "text", "not written in `en`"),
            ("a: {en: Yes}", "text", "not written in `fr`"),
            ("a: {fr: Oui, en: Yes, es: Si}", "text", "unknown key `es`"),
        ],
    )
    def test_wants_the_type_it_asks_for(self, text: str, reader: str, says: str) -> None:
        with pytest.raises(DefinitionError, match=says):
            getattr(read(text), reader)("a")
