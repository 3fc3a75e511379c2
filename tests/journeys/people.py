"""People of the town, made on demand through `identity`'s own functions, as onboarding does.

Each agent has a one-time code of her own: Keycloak takes a code once.
"""

import itertools
import unicodedata
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.cases.contracts import AgentAtWork
from services.foundation import clock
from services.foundation.database import Database, Operator
from services.foundation.settings import Settings
from services.identity.actions.enrol_agent import appoint_administrator, enrol_agent
from services.identity.contracts import Account, MembershipOrder, Role
from services.identity.directory import AccountOrder, Directory
from services.identity.people import teams_of
from services.standalone.accounts import known_person
from services.standalone.ground import OPERATOR
from services.tenants.contracts import Tenant
from tests.arranging import Resident

PASSWORD = "Parvis-journeys-2026"


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """A resident with an account."""

    account: Account
    resident: Resident

    @property
    def name(self) -> str:
        return f"{self.resident.given_name} {self.resident.family_name}"


@dataclass(frozen=True, slots=True)
class Official:
    """An agent with an account; `at_work` is how she acts without a browser."""

    account: Account
    tenant: Tenant
    at_work: AgentAtWork

    @property
    def name(self) -> str:
        return self.at_work.name


class Registry:
    """Makes accounts in the identity provider, and their owners known to the application."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer
        self._directory = Directory.from_settings(settings)
        # A town may be walked through twice while journeys are being written.
        self._numbers = itertools.count(int(clock.now().timestamp()) % 1_000_000)

    async def resident(self, database: Database, given: str, family: str) -> Inhabitant:
        account = await self._account(given, family, domain="courriel.example")
        person_id = await known_person(
            database,
            issuer=self._issuer,
            subject=account.subject,
            name=(given, family),
            email=account.username,
        )
        return Inhabitant(account, Resident(person_id, given, family, account.username))

    async def agent(
        self,
        database: Database,
        tenant: Tenant,
        *roles: Role,
        name: tuple[str, str],
        quality: str,
    ) -> Official:
        """An agent of all the teams of `tenant`."""
        given, family = name
        service = tenant.contact.service
        account = await self._account(
            given, family, domain=f"{tenant.slug}.example", siren=tenant.siren, agent=True
        )
        since = clock.now().date().replace(month=1, day=1)
        orders = [
            MembershipOrder(tenant.id, None, role, given, family, quality, service, since)
            for role in roles
        ]
        agent_id = await self._enrol(database, account, orders)
        async with database.transaction(Operator()) as tx:
            teams = frozenset(team.id for team in await teams_of(tx, tenant.id))
        held = frozenset(role for role in roles if role != "administrator")
        work = AgentAtWork(agent_id, tenant.id, held, f"{given} {family}", quality, service, teams)
        return Official(account, tenant, work)

    async def administrator(self, database: Database) -> Account:
        """The account of an IT administrator."""
        account = await self._account("Ariane", "Delorme", domain="parvis.example", agent=True)
        agent_id = await self._enrol(database, account, [])
        async with database.transaction(Operator()) as tx:
            since = clock.now().date()
            await appoint_administrator(tx, agent_id=agent_id, since=since, by=OPERATOR)
        return account

    async def _enrol(
        self, database: Database, account: Account, orders: Sequence[MembershipOrder]
    ) -> UUID:
        async with database.transaction(Operator()) as tx:
            return await enrol_agent(
                tx,
                issuer=self._issuer,
                subject=account.subject,
                email=account.username,
                memberships=orders,
                by=OPERATOR,
                at=clock.now(),
            )

    async def _account(
        self, given: str, family: str, *, domain: str, siren: str | None = None, agent: bool = False
    ) -> Account:
        number = next(self._numbers)
        secret = b32encode(f"journeys {number:011}".encode()).decode()
        return await self._directory.create_account(
            AccountOrder(
                username=f"{_plain(given)}.{_plain(family)}.{number}@{domain}",
                given_name=given,
                family_name=family,
                agent=agent,
                siren=siren,
                password=PASSWORD,
                totp_secret=secret if agent else None,
            )
        )


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in decomposed if letter.isalnum() and letter.isascii())
