"""One way to reach Temporal: by its settings, patiently, with a clear word when it is not ready."""

import asyncio
from functools import cache

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig
from temporalio.service import RPCError

from services.foundation.settings import Settings
from services.foundation.telemetry import log
from workflows.registry import SEARCH_ATTRIBUTES

RETRY_AFTER = 1.0


class NotRegistered(RuntimeError):
    """Search attributes are missing: without them every workflow task would fail for ever."""

    def __init__(self, missing: list[str], namespace: str) -> None:
        names = ", ".join(missing)
        super().__init__(
            f"Temporal's namespace `{namespace}` lacks the search attributes {names}: register "
            f"each with `temporal operator search-attribute create --type Keyword --name …`."
        )


@cache
def _quiet() -> Runtime:
    # The SDK's core writes to standard output, which belongs to answers.
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter="OFF")))


async def lazy_client(settings: Settings) -> Client:
    """A client that connects when it is first used; its calls fail while Temporal is down."""
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        lazy=True,
        runtime=_quiet(),
    )


async def connected(settings: Settings) -> Client:
    """A client, once Temporal answers. Raises `NotRegistered`."""
    while True:
        try:
            client = await Client.connect(
                settings.temporal_address,
                namespace=settings.temporal_namespace,
                runtime=_quiet(),
            )
            await check_search_attributes(client)
        except (RPCError, OSError) as failed:
            log.warning("temporal_awaited", error=type(failed).__name__)
        except NotRegistered:
            raise
        except RuntimeError as failed:  # what the SDK raises when it cannot connect
            log.warning("temporal_awaited", error=type(failed).__name__)
        else:
            return client
        await asyncio.sleep(RETRY_AFTER)


async def check_search_attributes(client: Client) -> None:
    """Raises `NotRegistered` when an attribute that our workflows bear is unknown there."""
    known = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    missing = [key.name for key in SEARCH_ATTRIBUTES if key.name not in known.custom_attributes]
    if missing:
        raise NotRegistered(missing, client.namespace)
