"""The accounts of the demonstration: made once in the identity provider, secrets kept."""

from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.foundation import clock
from services.foundation.database import Database, Operator
from services.foundation.settings import Settings
from services.identity.actions.sign_in import sign_in
from services.identity.actions.sign_out import sign_out
from services.identity.contracts import Account, MembershipOrder, ProvenIdentity, Role, Team
from services.identity.directory import AccountOrder, Directory
from services.identity.people import teams_of
from services.onboarding.actions.take_on_agent import appoint, take_on_agent
from services.standalone.ground import OPERATOR, RECIPES
from services.standalone.keys import Keys
from services.tenants.contracts import Tenant
from services.tenants.recipes import load_recipes

# One of each kind that the password policy asks for.
_EVERY_KIND = "-Aa1"
RESIDENTS = (("Camille", "Moreau"), ("Idriss", "Benali"))
ADMINISTRATOR = ("Ariane", "Delorme")
_AGENTS: dict[str, tuple[tuple[Role, str, str, str], ...]] = {
    "gien": (
        ("instructor", "Lucie", "Garnier", "Instructrice, domaine public et état civil"),
        ("signatory", "Marc", "Thibault", "Adjoint au maire, délégué à l’espace public"),
        ("supervisor", "Hélène", "Roussel", "Directrice des services à la population"),
    ),
    "cc-giennoises": (
        ("instructor", "Karim", "Lemoine", "Chargé de relation aux usagers, déchets"),
        ("signatory", "Odile", "Perrin", "Vice-présidente, déléguée à l’environnement"),
        ("supervisor", "Bruno", "Castel", "Responsable du service déchets"),
    ),
    "loiret": (
        ("instructor", "Sofia", "Marchand", "Gestionnaire du domaine public routier"),
        ("signatory", "Paul", "Vasseur", "Chef du service des routes"),
        ("supervisor", "Nadège", "Colin", "Directrice des routes"),
    ),
}
# Who answers the played request: a code works once, so theirs are not those that are printed.
PLAYED_IN = "gien"
_PLAYERS: tuple[tuple[Role, str, str, str], ...] = (
    ("instructor", "Agathe", "Nivet", "Instructrice, domaine public"),
    ("signatory", "Étienne", "Carrel", "Adjoint au maire, délégué à la vie locale"),
)


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident who can sign in, and the person she is."""

    account: Account
    given_name: str
    family_name: str
    person_id: UUID


@dataclass(frozen=True, slots=True)
class AgentAccount:
    """An agent who can sign in; no tenant for the IT administrator."""

    account: Account
    agent_id: UUID
    tenant: Tenant | None
    role: str
    name: str
    quality: str
    team_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everyone who can open a door of the demonstration; `players` answer the played request."""

    residents: tuple[Resident, ...]
    agents: tuple[AgentAccount, ...]
    players: tuple[AgentAccount, ...]

    def agent(self, slug: str, role: str) -> AgentAccount:
        """The agent of this role in the collectivity of this slug."""
        return next(
            one
            for one in self.agents
            if one.tenant and one.tenant.slug == slug and one.role == role
        )


class AccountMaker:
    """Makes accounts in the identity provider, and makes them known to the application."""

    def __init__(self, database: Database, settings: Settings, keys: Keys) -> None:
        self._database = database
        self._issuer = settings.oidc_issuer
        self._directory = Directory.from_settings(settings)
        self._keys = keys
        self._recipes = load_recipes(RECIPES)

    async def make(self, tenants: Sequence[Tenant]) -> Accounts:
        """Two residents, three agents a tenant, one IT administrator. Idempotent."""
        residents = [await self._resident(given, family) for given, family in RESIDENTS]
        agents = [
            await self._agent(tenant, role, given, family, quality)
            for tenant in tenants
            for role, given, family, quality in _AGENTS.get(tenant.slug, ())
        ]
        players = [
            await self._agent(tenant, role, given, family, quality)
            for tenant in tenants
            if tenant.slug == PLAYED_IN
            for role, given, family, quality in _PLAYERS
        ]
        agents.append(await self._administrator())
        return Accounts(tuple(residents), tuple(agents), tuple(players))

    async def _resident(self, given: str, family: str) -> Resident:
        account = await self._directory.create_account(self._order(given, family))
        person_id = await known_person(
            self._database,
            issuer=self._issuer,
            subject=account.subject,
            name=(given, family),
            email=account.username,
        )
        return Resident(account, given, family, person_id)

    async def _agent(
        self, tenant: Tenant, role: Role, given: str, family: str, quality: str
    ) -> AgentAccount:
        order = self._order(given, family, domain=f"{tenant.slug}.example", tenant=tenant)
        orders = [
            MembershipOrder(
                tenant_id=tenant.id,
                team_id=team.id,
                role=role,
                given_name=given,
                family_name=family,
                quality=quality,
                service=team.label,
                since=clock.now().date().replace(month=1, day=1),
            )
            for team in await self._teams(tenant, role)
        ]
        taken_on = await take_on_agent(
            self._database,
            self._directory,
            issuer=self._issuer,
            account=order,
            memberships=orders,
            by=OPERATOR,
            at=clock.now(),
        )
        teams = frozenset(each.team_id for each in orders if each.team_id)
        name = f"{given} {family}"
        return AgentAccount(taken_on.account, taken_on.agent_id, tenant, role, name, quality, teams)

    async def _teams(self, tenant: Tenant, role: Role) -> list[Team]:
        """The teams of a collectivity that its recipe gives such a role to."""
        async with self._database.transaction(Operator()) as tx:
            teams = await teams_of(tx, tenant.id)
        recipe = next(each for each in self._recipes if each.siren == tenant.siren)
        with_role = {team.name for team in recipe.teams if role in team.roles}
        return [team for team in teams if team.name in with_role]

    async def _administrator(self) -> AgentAccount:
        given, family = ADMINISTRATOR
        taken_on = await appoint(
            self._database,
            self._directory,
            issuer=self._issuer,
            account=self._order(given, family, agent=True),
            since=clock.now().date(),
            by=OPERATOR,
            at=clock.now(),
        )
        name = f"{given} {family}"
        return AgentAccount(taken_on.account, taken_on.agent_id, None, "administrator", name, "")

    def _order(
        self,
        given: str,
        family: str,
        *,
        domain: str = "parvis.example",
        tenant: Tenant | None = None,
        agent: bool = False,
    ) -> AccountOrder:
        username = f"{_plain(given)}.{_plain(family)}@{domain}"
        is_agent = agent or tenant is not None
        secret = bytes.fromhex(self._keys[f"totp {username}"])[:20]
        return AccountOrder(
            username=username,
            given_name=given,
            family_name=family,
            agent=is_agent,
            siren=tenant.siren if tenant else None,
            password=self._keys[f"password {username}"][:12] + _EVERY_KIND,
            totp_secret=b32encode(secret).decode() if is_agent else None,
        )


async def known_person(
    database: Database, *, issuer: str, subject: str, name: tuple[str, str], email: str
) -> UUID:
    """The person of this identity, as her first sign-in makes her known."""
    proven = ProvenIdentity(
        issuer=issuer,
        subject=subject,
        given_name=name[0],
        family_name=name[1],
        email=email,
        methods=frozenset({"pwd"}),
        provider_session="",
        id_token="",
        door="portal",
        return_to="/",
    )
    opened = await sign_in(database, proven=proven, previous=None, at=clock.now())
    await sign_out(database, key_hash=opened.key_hash)
    assert opened.person_id is not None
    return opened.person_id


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("éèêëçàâîïôù", "eeeecaaiiou"))
