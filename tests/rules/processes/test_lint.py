"""A definition that cannot work does not load, and says where."""

from pathlib import Path

import pytest

from services.foundation.definitions import DefinitionError
from services.processes.catalogue import load_process, load_processes, process_from
from services.processes.contracts import Process

GOOD = """\
id: tiny
version: 1
title: {fr: Petit, en: Tiny}
states:
  filed:
    public: {fr: Reçue, en: Received}
    agent: {fr: Reçue, en: Received}
    next_actor: collectivity
  done:
    public: {fr: Faite, en: Done}
    agent: {fr: Faite, en: Done}
    next_actor: nobody
    final: true
actions:
  submit:
    label: {fr: Déposer, en: File}
    by: [person]
    from: nothing
    to: filed
    fact: filed
    effects: [receipt]
  finish:
    label: {fr: Finir, en: Finish}
    by: [instructor, law]
    from: filed
    moves:
      - {when: command.sure == 'yes', to: done}
      - {to: stay}
    asks:
      - name: sure
        kind: choice
        label: {fr: Sûr, en: Sure}
        choices:
          yes: {fr: Oui, en: Yes}
    guards:
      - id: known
        must: case.assignee == ''
        say: {fr: Non., en: No.}
timers:
  silence: {rule: silence, in: open, action: finish}
"""


def load(tmp_path: Path, written: str) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(written, encoding="utf-8")
    load_process(path)


def test_the_small_one_loads(tmp_path: Path) -> None:
    load(tmp_path, GOOD)


LOST = """\
  lost:
    public: {fr: Perdue, en: Lost}
    agent: {fr: Perdue, en: Lost}
    next_actor: collectivity
"""

FAULTS = [
    ("    to: filed\n", "    to: nowhere\n", 19, "`nowhere` is no state"),
    ("from: filed\n", "from: [filed, lost]\n", 25, "`lost` is no state"),
    ("by: [instructor, law]", "by: []", 24, "nobody can take `finish`"),
    ("by: [instructor, law]", "by: [mayor]", 24, "`mayor` is no role"),
    ("{when: command.sure == 'yes', to: done}", "{to: stay}", 5, "`filed` has no way out"),
    ("actions:\n", LOST + "actions:\n", 14, "no action leads to `lost`"),
    ("    final: true\n", "", 9, "`done` has no way out"),
    ("next_actor: nobody", "next_actor: person", 9, "nobody acts next in a final state"),
    ("rule: silence, ", "", 40, "a rule of law, or a duration"),
    ("rule: silence", "rule: boredom", 40, "`boredom` is unknown"),
    ("rule: silence", "after: 3 weeks", 40, "ISO 8601"),
    ("action: finish}", "action: vanish}", 40, "`vanish` is no action"),
    ("by: [instructor, law]", "by: [instructor]", 40, "no timer can take it"),
    (", action: finish}", "}", 40, "leads to an action or to effects"),
    ("public: {fr: Reçue, en: Received}", "public: {en: Received}", 6, "not written in `fr`"),
    ("label: {fr: Finir, en: Finish}", "label: {fr: Finir}", 23, "not written in `en`"),
    ("fact: filed", "fact: posted", 20, "`posted` is unknown"),
    ("effects: [receipt]", "effects: [party]", 21, "`party` is unknown"),
    ("case.assignee == ''", "case.colour == ''", 37, "reads `case.colour`"),
    ("case.assignee == ''", "command.colour == ''", 37, "reads `command.colour`"),
    ("case.assignee == ''", "mayor == ''", 37, "`mayor`, which is not known"),
    ("case.assignee == ''", "case.assignee", 37, "neither true nor false"),
    ("case.assignee == ''", "case.assignee ==", 37, "cannot be worked out"),
    ("command.sure == 'yes'", "command.sur == 'yes'", 27, "reads `command.sur`"),
    ("kind: choice", "kind: text", 30, "`choices` go with"),
    ("kind: choice", "kind: poem", 31, "one of text"),
    ("        say:", "        field: unsure\n        say:", 38, "`unsure` is not asked"),
    ("    from: nothing\n", "    from: filed\n", 15, "exactly one action starts"),
    ("version: 1", "version: 0", 2, "versions begin at 1"),
    ("    fact: filed", "    facts: filed", 20, "did you mean `fact`"),
    ("    moves:", "    to: done\n    moves:", 23, "either `moves`, or"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), FAULTS)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD
    with pytest.raises(DefinitionError) as fault:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert message in fault.value.message
    assert (fault.value.file, fault.value.line) == ("tiny.yaml", line)


def test_a_file_is_named_after_its_process(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"other\.yaml:1: .*not the name"):
        load_processes(tmp_path)


class TestTheDigest:
    def test_survives_the_database(self) -> None:
        """A case filed under an old version is read from the stored definition."""
        for process in load_processes().values():
            again = process_from(process.definition)
            assert again == process
            assert again.digest == process.digest

    def test_does_not_depend_on_order_or_layout(self, tmp_path: Path) -> None:
        path = tmp_path / "tiny.yaml"
        path.write_text(GOOD, encoding="utf-8")
        first = load_process(path)
        head, rest = GOOD.split("states:", 1)
        lines = head.splitlines()
        path.write_text("# moved\nstates:" + rest + "\n".join(lines[::-1]) + "\n", encoding="utf-8")
        assert load_process(path).digest == first.digest

    def test_changes_with_a_word(self, tmp_path: Path) -> None:
        path = tmp_path / "tiny.yaml"
        path.write_text(GOOD, encoding="utf-8")
        first = load_process(path)
        path.write_text(GOOD.replace("Finir", "Achever"), encoding="utf-8")
        assert load_process(path).digest != first.digest


class TestASharedPart:
    """What several processes have in common is written once, and taken by name."""

    SHARED = GOOD.split("actions:", maxsplit=1)[0].partition("states:")[2]

    def taking(self, tmp_path: Path, written: str) -> Process:
        (tmp_path / "_shared.yaml").write_text(f"states:{self.SHARED}", encoding="utf-8")
        (tmp_path / "tiny.yaml").write_text(
            GOOD.replace(self.SHARED, f"\n  filed: {written}\n  done: {{like: shared}}\n"),
            encoding="utf-8",
        )
        return load_processes(tmp_path)["tiny"]

    def test_is_the_same_definition_as_if_written_there(self, tmp_path: Path) -> None:
        apart = tmp_path / "tiny.yaml"
        apart.write_text(GOOD, encoding="utf-8")
        written = load_process(apart)

        assert self.taking(tmp_path, "{like: shared}").digest == written.digest

    def test_gives_way_to_what_is_written_beside(self, tmp_path: Path) -> None:
        process = self.taking(tmp_path, "{like: shared, agent: {fr: À voir, en: To be seen}}")

        assert process.states["filed"].agent.fr == "À voir"
        assert process.states["filed"].public.fr == "Reçue"

    @pytest.mark.parametrize(
        ("written", "message"),
        [
            ("{like: shred}", "`like` is `shred`: one of shared"),
            ("{like: shared, paused: perhaps}", "`paused` must be true or false"),
            (
                "{like: shared}\n  gone: {like: shared}",
                "no shared `gone` among the states",
            ),
        ],
    )
    def test_that_cannot_be_taken_is_told_where_it_was_asked_for(
        self, tmp_path: Path, written: str, message: str
    ) -> None:
        with pytest.raises(DefinitionError) as refused:
            self.taking(tmp_path, written)

        assert refused.value.file == "tiny.yaml"
        assert refused.value.line == 5 + ("gone" in written)
        assert refused.value.message == message
