"""What may not be offered to residents: form, process and law read together.

A definition that loads is well formed and asks for no forbidden paper (`forms`). The linter asks
whether its process can carry it and whether the law agrees with what it says of silence: each
complaint bears its article, and its file and line when the definition comes from one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from services.forms.contracts import Procedure, Silence
from services.forms.loading import load_catalogue
from services.foundation.definitions import Block, load_definition
from services.law.contracts import Regime
from services.law.periods import parse_delay
from services.law.regimes import regimes
from services.procedures._rules import Finding
from services.procedures.contracts import Complaint
from services.processes.contracts import Process

Processes = Mapping[str, Process]


def lint_procedures(procedures: Iterable[Procedure], processes: Processes) -> tuple[Complaint, ...]:
    """Every complaint about these procedures, in their order."""
    return tuple(
        _complaint(procedure, finding)
        for procedure in procedures
        for finding in _findings(procedure, processes)
    )


def lint_folder(folder: Path, processes: Processes) -> tuple[Complaint, ...]:
    """The complaints about the definitions of a folder, with file and line.

    Raises DefinitionError for the first one that does not even load.
    """
    found: list[Complaint] = []
    for procedure in load_catalogue(folder).values():
        path = folder / f"{procedure.id}.yaml"
        block = load_definition(path, root=folder)
        for finding in _findings(procedure, processes):
            line = _line(block, finding.path)
            found.append(replace(_complaint(procedure, finding), file=block.file, line=line))
    return tuple(found)


def _findings(procedure: Procedure, processes: Processes) -> Iterator[Finding]:
    yield from _about_basis(procedure)
    yield from _about_silence(procedure)
    yield from _about_process(procedure, processes)


def _about_basis(procedure: Procedure) -> Iterator[Finding]:
    if not any(basis.text.strip() for basis in procedure.legal_basis):
        yield Finding(
            ("legal_basis",),
            "no_legal_basis",
            "a service without legal basis may not be offered",
            "CRPA L231-1, D231-2",
        )


def _silences(procedure: Procedure) -> Iterator[tuple[tuple[str | int, ...], Silence]]:
    yield ("silence",), procedure.silence
    for index, case in enumerate(procedure.silence_cases):
        yield ("silence", "cases", index), case.silence


def _about_silence(procedure: Procedure) -> Iterator[Finding]:
    for path, silence in _silences(procedure):
        if silence.effect == "none" and procedure.kind == "permit":
            yield Finding(
                (*path, "effect"),
                "silence_without_effect",
                "silence on a request for a permit means acceptance or rejection",
                "CRPA L231-1, L231-4",
            )
    known = [row for row in regimes() if procedure.id in row.procedures]
    current = [row for row in known if row.in_force_to is None]
    if current and not any(_agrees(procedure.silence, row) for row in current):
        told = " or ".join(f"{row.silence} {row.delay.iso if row.delay else ''}" for row in current)
        yield Finding(
            ("silence", "effect"),
            "silence_against_the_law",
            f"the law gives {told.strip()} for this procedure",
            current[0].article,
        )


def _agrees(silence: Silence, regime: Regime) -> bool:
    if silence.effect != regime.silence:
        return False
    return not silence.delay or (
        regime.delay is not None and parse_delay(silence.delay).iso == regime.delay.iso
    )


def _about_process(procedure: Procedure, processes: Processes) -> Iterator[Finding]:
    process = processes.get(procedure.process)
    if process is None:
        key = "process" if procedure.process != procedure.kind else "kind"
        yield Finding((key,), "no_process", f"no process is named `{procedure.process}`")
        return
    effects = _effects_of_silence(process)
    for path, silence in _silences(procedure):
        if silence.effect != "none" and silence.effect not in effects:
            message = f"the process `{process.id}` cannot record a silence of {silence.effect}"
            yield Finding((*path, "effect"), "silence_not_handled", message)
    if procedure.silence.effect != "none" and not _has_timer(process):
        message = f"the process `{process.id}` has no timer for silence"
        yield Finding(("silence",), "silence_without_timer", message)


def _effects_of_silence(process: Process) -> frozenset[str]:
    action = process.actions.get("record_silence")
    asks = action.asks if action is not None else ()
    return frozenset(key for ask in asks if ask.name == "effect" for key, _ in ask.choices)


def _has_timer(process: Process) -> bool:
    return any(timer.rule == "silence" for timer in process.timers)


def _complaint(procedure: Procedure, finding: Finding) -> Complaint:
    return Complaint(procedure.id, finding.code, finding.message, finding.article)


def _line(block: Block, path: tuple[str | int, ...]) -> int:
    """The line of the deepest part of `path` that is written."""
    line, here = block.line, block
    for key, following in zip(path, (*path[1:], None), strict=True):
        if not isinstance(key, str):
            continue
        line = here.lines.get(key, line)
        if isinstance(following, int):
            items = here.blocks(key)
            here = items[following]
            line = here.line
        elif isinstance(inner := here.get(key), Block):
            here = inner
    return line
