"""The one list of workflows and activities, by queue, and of what answers each fact.

Light: the relay reads it too. `worker` gives the activities what they work with.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from temporalio.client import Client
from temporalio.common import (
    Priority,
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
)

from workflows.case_life.activities import (
    DELIVER_CASE,
    MAIL_EXPORT,
    MAKE_LETTER,
    SEND_MAIL,
    SEND_WARNING,
    TRANSMIT,
)
from workflows.case_life.messages import LOOK, LOOK_AT_BOOK, QUEUE, CaseRef, workflow_id
from workflows.case_life.workflow import CaseLife

QUEUES = ("cases", "documents", "connectors")
WORKFLOWS: Mapping[str, Sequence[type]] = {"cases": (CaseLife,), "documents": (), "connectors": ()}
ACTIVITIES: Mapping[str, Sequence[str]] = {
    "cases": (LOOK_AT_BOOK,),
    "documents": (MAKE_LETTER, DELIVER_CASE, TRANSMIT),
    "connectors": (SEND_MAIL, SEND_WARNING, MAIL_EXPORT),
}

TENANT = SearchAttributeKey.for_keyword("ParvisTenant")
CASE = SearchAttributeKey.for_keyword("ParvisCase")
# Not encrypted and seen by every operator: public numbers and opaque ids only.
SEARCH_ATTRIBUTES = (TENANT, CASE)

PATIENCE = timedelta(seconds=5)


async def tell_case(client: Client, siren: str, tenant_id: UUID, case_id: UUID) -> None:
    """The case's life looks at its book: the one under way, or one that starts now."""
    await client.start_workflow(
        CaseLife.run,
        CaseRef(str(tenant_id), str(case_id), siren),
        id=workflow_id(siren, str(case_id)),
        task_queue=QUEUE,
        start_signal=LOOK,
        search_attributes=TypedSearchAttributes(
            [SearchAttributePair(TENANT, siren), SearchAttributePair(CASE, str(case_id))]
        ),
        priority=Priority(fairness_key=siren),
        rpc_timeout=PATIENCE,
    )


Handler = Callable[[Client, str, UUID, UUID], Awaitable[None]]
HANDLERS: Mapping[str, Handler] = {"case.look": tell_case}
