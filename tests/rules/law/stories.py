"""Stories that between them make the law say each of its sentences; see `test_words.py`."""

from datetime import date
from typing import Any

from services.law.contracts import Text, Timeline
from services.law.deadlines import deadlines
from services.law.mentions import (
    Mention,
    PlanningFile,
    Service,
    receipt_mentions,
    registration_receipt_mentions,
)
from services.law.mentions_letters import (
    Algorithm,
    Author,
    decision_mentions,
    delay_extension_mentions,
    hand_over_mentions,
    pieces_request_mentions,
    tacit_certificate_mentions,
)
from services.law.mentions_notices import reasons_mentions
from services.law.mentions_revocation import revocation_mentions
from services.law.motivation import duty_to_hear, duty_to_state_reasons
from services.law.resolver import Request, resolve
from tests.rules.law.asking import (
    DP,
    FLAT,
    NONE,
    PC,
    SVA,
    SVR,
    appealed,
    asked,
    event,
    extended,
    filed,
    given,
    granted,
    handed_over,
    refused,
    tell,
)

Story = tuple[str, str, list[dict[str, Any]]]

IN = filed("2026-01-10")
ASTRAY = filed("2026-01-10", competent=False)
ABF = {"service": "ABF", "sense": "unfavourable"}

STORIES: list[Story] = [
    ("silence accepts", SVA, [IN]),
    ("silence rejects, receipt sent", SVR, [IN, event("receipt_sent", "2026-01-12")]),
    ("flat rate, then a refusal", FLAT, [IN, refused("2026-04-01")]),
    ("silence means nothing", NONE, [IN, asked("2026-02-01"), event("sent", "2026-02-02")]),
    (
        "misdirected under acceptance",
        SVA,
        [
            ASTRAY,
            asked("2026-01-12"),
            handed_over("2026-01-15", competent=False),
            handed_over("2026-01-20"),
            handed_over("2026-01-25"),
        ],
    ),
    ("misdirected under rejection", SVR, [ASTRAY]),
    ("handed over under rejection", SVR, [ASTRAY, handed_over("2026-01-20")]),
    (
        "receipts",
        SVR,
        [
            IN,
            event("receipt_sent", "2026-01-11", kind="registration"),
            event("receipt_sent", "2026-01-12", mentions_complete=False),
        ],
    ),
    (
        "pieces under acceptance",
        SVA,
        [IN, asked("2026-02-01"), given("2026-02-05", partial=True), given("2026-02-15")],
    ),
    ("pieces still missing under acceptance", SVA, [IN, asked("2026-02-01")]),
    (
        "pieces under rejection",
        SVR,
        [
            IN,
            given("2026-01-20"),
            asked("2026-01-25", indispensable=False),
            asked("2026-02-01", "2026-02-10"),
            given("2026-02-15"),
            asked("2026-02-20", "2026-02-21", received_on="2026-02-25"),
            asked("2026-03-01"),
            given("2026-03-05"),
        ],
    ),
    ("no limit under rejection", SVR, [IN, asked("2026-02-01")]),
    (
        "an original",
        SVR,
        [
            IN,
            event("original_given", "2026-01-20"),
            event("original_asked", "2026-02-01"),
            event("original_given", "2026-02-10"),
            event("original_asked", "2026-02-20"),
        ],
    ),
    (
        "opinions and a longer delay",
        SVA,
        [
            IN,
            event("opinion_asked", "2026-01-20"),
            event("opinion_received", "2026-02-10", sense="favourable"),
            event("delay_extended", "2026-02-12", months=1),
        ],
    ),
    (
        "too late after acceptance",
        SVA,
        [IN, asked("2026-03-12"), granted("2026-03-13"), refused("2026-03-14")],
    ),
    (
        "decisions after rejection",
        SVR,
        [IN, refused("2026-04-01"), refused("2026-04-10"), granted("2026-04-20")],
    ),
    ("too late after rejection", SVR, [IN, refused("2026-06-01"), granted("2026-06-10")]),
    (
        "one decision after another",
        SVR,
        [IN, granted("2026-02-01"), refused("2026-02-20"), asked("2026-02-21")],
    ),
    (
        "a gracious appeal answered",
        SVR,
        [
            IN,
            appealed("2026-01-15"),
            refused("2026-02-02"),
            appealed("2026-03-02"),
            appealed("2026-03-10"),
            refused("2026-04-02"),
        ],
    ),
    (
        "the court",
        SVR,
        [
            IN,
            refused("2026-02-02", residence="abroad"),
            appealed("2026-03-02", kind="contentious"),
            appealed("2026-08-02"),
        ],
    ),
    (
        "the reasons of a silence, asked for and awaited",
        SVR,
        [
            IN,
            event("reasons_asked", "2026-03-01"),
            event("reasons_asked", "2026-04-01"),
            event("reasons_asked", "2026-04-10"),
        ],
    ),
    (
        "the reasons of a silence, given",
        SVR,
        [
            IN,
            event("reasons_given", "2026-03-20"),
            event("reasons_asked", "2026-04-01"),
            event("reasons_given", "2026-04-20"),
            event("reasons_asked", "2026-04-25"),
        ],
    ),
    ("the reasons of a silence, too late", SVR, [IN, event("reasons_asked", "2026-05-13")]),
    ("a gracious appeal against silence", SVR, [IN, appealed("2026-04-01")]),
    (
        "the portal",
        SVR,
        [
            IN,
            event("opened", "2026-01-15"),
            event("made_available", "2026-02-01", consent=False),
            event("made_available", "2026-02-02", decision="refusal"),
            event("opened", "2026-02-05"),
        ],
    ),
    (
        "the portal, unopened, mentions lacking",
        SVR,
        [IN, event("made_available", "2026-02-02", decision="refusal", mentions_complete=False)],
    ),
    ("sent by post", SVR, [IN, event("sent", "2026-02-02", decision="refusal")]),
    (
        "a declaration, pieces in and out of time",
        DP,
        [
            IN,
            event("receipt_sent", "2026-01-12"),
            asked("2026-01-15", in_code=False),
            asked("2026-01-20", "2026-02-20"),
            asked("2026-01-25"),
            given("2026-01-30", partial=True),
            asked("2026-02-01"),
            given("2026-02-02"),
            asked("2026-02-20"),
            given("2026-02-21"),
        ],
    ),
    ("pieces awaited in planning", PC, [IN, asked("2026-02-01")]),
    (
        "the portal in planning",
        PC,
        [
            IN,
            event("made_available", "2026-02-02", decision="refusal"),
            event("opened", "2026-02-05"),
        ],
    ),
    (
        "longer delays",
        PC,
        [
            IN,
            extended("2026-02-01", 2, "R423-25"),
            extended("2026-02-02", 1),
            extended("2026-02-20", 1, "R423-24"),
            extended("2026-03-20", 3, "R423-34"),
        ],
    ),
    (
        "the ABF on a declaration",
        DP,
        [
            IN,
            extended("2026-01-20", 1),
            event("opinion_asked", "2026-01-20", service="ABF"),
            event("opinion_received", "2026-02-25", **ABF),
        ],
    ),
    (
        "the ABF in favour",
        PC,
        [
            IN,
            event("opinion_received", "2026-02-25", service="ABF", sense="favourable"),
            event("opinion_received", "2026-02-26", service="SDIS", sense="favourable"),
            event("opinion_received", "2026-02-27", service="ABF", sense="peut-être"),
        ],
    ),
    (
        "a planning refusal",
        DP,
        [IN, event("sent", "2026-02-02", decision="refusal"), appealed("2026-02-20")],
    ),
    ("a late planning appeal", DP, [IN, refused("2026-02-02"), appealed("2026-03-20")]),
    ("a late planning refusal", DP, [IN, refused("2026-03-02")]),
    ("an excepted project", PC, [filed("2026-01-10", environmental_assessment=True)]),
    (
        "a misdirected permit",
        PC,
        [
            ASTRAY,
            event("receipt_sent", "2026-01-11"),
            asked("2026-01-12"),
            extended("2026-01-13", 1),
        ],
    ),
    ("home care allowance", "departement/apa", [IN]),
]

SERVICE = Service("Service de l’urbanisme", "ads@gien.example", "1 place", "02 38 00 00 00")
AUTHOR = Author("Claire", "Martin", "adjointe au maire", "service de l’urbanisme")
NUMBER = PlanningFile("DP 045155 26 A0042", "DP")


def told_words() -> str:
    """Everything the law says in these stories, one line a sentence and language."""
    lines: list[str] = []
    seen: set[Text] = set()
    for title, regime, events in STORIES:
        lines += ["", f"## {title} ({regime})", *_timeline(tell(regime, *events), seen)]
    for title, mentions in _letters().items():
        lines += ["", f"## letter: {title}"]
        for one in mentions:
            lines += [f"{one.id} · {one.article}", f"  {one.text.fr}", f"  {one.text.en}"]
    return "\n".join([*lines, *_reasons(), ""])


def _new(seen: set[Text], text: Text) -> list[str]:
    """A sentence the first time, its beginning afterwards."""
    if text in seen:
        return [f"  = {text.fr[:40]}…"]
    seen.add(text)
    return [f"  {text.fr}", f"  {text.en}"]


def _timeline(told: Timeline, seen: set[Text]) -> list[str]:
    lines = []
    for step in told.steps:
        mark = {True: "", False: " · no effect"}[step.effective]
        lines.append(f"{step.on or 'always'} · {step.what} · {step.article}{mark}")
        lines += _new(seen, step.text)
        if step.moves is not None:
            lines += _new(seen, step.moves)
    for name, texts in (("warning", told.warnings), ("would move", told.what_would_move)):
        for text in texts:
            lines += [name, *_new(seen, text)]
    for due in deadlines(told):
        lines.append(f"{due.kind} {due.due_on} → {due.wake_on} · {due.of} · {due.article}")
        lines += _new(seen, due.text)
    clocks = (told.clock, told.completeness)
    return lines + [f"clock: {clock}" for clock in clocks if clock is not None]


def _letters() -> dict[str, tuple[Mention, ...]]:
    on = date(2026, 2, 2)
    rejection, grant = tell(SVR, IN), tell(SVA, IN)
    planning = tell(DP, IN)
    far = filed("2026-01-10", residence="abroad")
    silent = (event("reasons_asked", "2026-04-01"), event("reasons_given", "2026-04-20"))
    decided: dict[str, Any] = {"decided_on": on, "author": AUTHOR, "service": SERVICE}
    return {
        "receipt, acceptance": receipt_mentions(grant, service=SERVICE),
        "receipt, rejection": receipt_mentions(
            tell(SVR, far), service=SERVICE, missing_pieces=["plan", "photo"]
        ),
        "receipt, flat rate": receipt_mentions(tell(FLAT, IN), service=SERVICE),
        "receipt, nothing": receipt_mentions(tell(NONE, IN), service=SERVICE),
        "récépissé": receipt_mentions(planning, service=SERVICE, planning=NUMBER),
        "récépissé of a permit": receipt_mentions(
            tell(PC, IN), service=SERVICE, planning=PlanningFile("PC 045155 26 A0001", "PC")
        ),
        "registration receipt": registration_receipt_mentions(rejection),
        "pieces": pieces_request_mentions(
            tell(SVR, IN, asked("2026-02-01", "2026-03-01")), pieces=["plan"], service=SERVICE
        ),
        "pieces, late": pieces_request_mentions(
            tell(DP, IN, asked("2026-02-20")), pieces=["plan", "photo"], service=SERVICE
        ),
        "longer delay": delay_extension_mentions(
            tell(DP, IN, extended("2026-01-25", 1, article="R423-24")),
            reasons="Abords d’un monument historique.",
            service=SERVICE,
        ),
        "reasons of a silence": reasons_mentions(
            tell(SVR, IN, *silent), reasons="Article 12 ; trop étroit.", service=SERVICE
        ),
        "reasons of a silence, by post, far": reasons_mentions(
            tell(SVR, far, silent[0]), reasons="Article 12 ; trop étroit.", service=SERVICE
        ),
        "refusal": decision_mentions(
            rejection,
            decision="refusal",
            reasons_in_law=["Article 1.", "Article 2."],
            reasons_in_fact=["Trop étroit.", "Trop long."],
            algorithm=Algorithm("calcul du tarif", "dpo@gien.example"),
            **decided,
        ),
        "planning refusal": decision_mentions(planning, decision="refusal", **decided),
        "planning grant awaiting a piece": decision_mentions(planning, decision="grant", **decided),
        "grant awaiting a piece": decision_mentions(
            tell(SVR, IN, asked("2026-02-01", indispensable=False)), decision="grant", **decided
        ),
        "revocation of a grant": revocation_mentions(
            tell(SVR, IN, granted("2026-02-02"), refused("2026-03-16")),
            granted_on=on,
            until=date(2026, 6, 2),
            invited_on=date(2026, 3, 2),
            reasons_in_law=["Article 12."],
            reasons_in_fact=["Trop étroit."],
            **(decided | {"decided_on": date(2026, 3, 16)}),
        ),
        "certificate, acceptance": tacit_certificate_mentions(
            grant, on=date(2026, 4, 1), service=SERVICE
        ),
        "certificate, rejection": tacit_certificate_mentions(
            rejection, on=date(2026, 4, 1), service=SERVICE
        ),
        "certificate, flat rate": tacit_certificate_mentions(
            tell(FLAT, IN), on=date(2026, 4, 1), service=SERVICE
        ),
        "certificate, planning": tacit_certificate_mentions(
            planning, on=date(2026, 4, 1), service=SERVICE
        ),
        "certificate, planning rejection": tacit_certificate_mentions(
            tell(PC, IN, asked("2026-02-01")), on=date(2026, 6, 1), service=SERVICE
        ),
        "hand-over": hand_over_mentions(
            tell(SVA, ASTRAY, handed_over("2026-01-20")),
            to=SERVICE,
            handed_on=date(2026, 1, 20),
        ),
    }


def _reasons() -> list[str]:
    lines = ["", "## reasons"]
    for fields in (
        {},
        {"is_request": False},
        {"individual": False},
        {"governed_by_text": False},
        {"financial": True},
        {"public_order": True},
        {"from_agent": True},
        {"matter": "school_enrolment"},
        {"procedure": "commune/declaration-prealable"},
        {"procedure": "departement/apa"},
    ):
        found = resolve(Request(**fields), on=date(2026, 1, 10))
        lines.append(f"{fields}: {found.rule_version} · {found.reason.fr} / {found.reason.en}")
    for duty in (
        duty_to_state_reasons("sanction"),
        duty_to_hear("sanction"),
    ):
        assert duty is not None
        lines.append(f"{duty.article}: {duty.text.fr} / {duty.text.en}")
    return lines
