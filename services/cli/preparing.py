"""Bringing a deployment up: territory, catalogue, realm, first agents; each may be run again."""

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

import typer
from email_validator import EmailNotValidError, validate_email

from services.cli.printing import AsJson, print_json
from services.cli.running import day_of, directory, needed_settings, stop, told, with_database
from services.foundation import clock
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database
from services.foundation.definitions import DefinitionError
from services.foundation.errors import Outage
from services.foundation.settings import Settings
from services.identity.contracts import Account
from services.identity.directory import AccountOrder
from services.identity.realm import MailServer, RealmOrder, provision_realm
from services.onboarding.actions.lay_ground import lay_territory, publish_definitions
from services.onboarding.actions.take_on_agent import (
    Post,
    TakenOn,
    appoint,
    enrol_in_post,
    let_go,
)
from services.procedures.contracts import Publication
from services.territory.contracts import Loaded

territory = typer.Typer(no_args_is_help=True, help="The official geographic code.")
catalogue = typer.Typer(no_args_is_help=True, help="The procedures that may be adopted.")
identity = typer.Typer(no_args_is_help=True, help="Care for the identity provider.")
agents = typer.Typer(no_args_is_help=True, help="Who works in the collectivities.")
GROUPS = {
    "territory": territory,
    "catalogue": catalogue,
    "identity": identity,
    "agents": agents,
}

Siren = Annotated[str, typer.Argument(help="The SIREN of her collectivity.")]
Email = Annotated[str, typer.Argument(help="Her professional address, and her user name.")]
Given = Annotated[str, typer.Option("--given", help="Given name.")]
Family = Annotated[str, typer.Option("--family", help="Family name.")]
Since = Annotated[
    str | None, typer.Option("--since", help="First day, YYYY-MM-DD; today unless said.")
]


@territory.command("load")
def territory_load(
    vendor: Annotated[
        Path | None,
        typer.Option("--from", help="The node_modules with @etalab/decoupage-administratif."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load the communes, groupings and départements, and who is competent by law."""

    async def act(db: Database) -> Loaded:
        folder = vendor or needed_settings().vendor_dir
        return await lay_territory(db, vendor=folder, by=THE_SYSTEM, at=clock.now())

    done = with_database(act)
    if as_json:
        print_json({"communes": done.communes, "digest": done.digest, "changed": done.changed})
    else:
        state = "loaded" if done.changed else "stood already"
        print(f"{done.communes} communes, {state}.")


@catalogue.command("publish")
def catalogue_publish(as_json: AsJson = False) -> None:
    """Publish the forms and processes of this release; what is published already stays."""

    async def act(db: Database) -> Publication:
        given = needed_settings()
        return await publish_definitions(
            db,
            forms=given.forms_dir,
            processes=given.processes_dir,
            by=THE_SYSTEM,
            at=clock.now(),
        )

    try:
        done = with_database(act)
    except DefinitionError as wrong:
        stop(str(wrong))
    new = [f"{each.id} {each.version}" for each in done.new]
    if as_json:
        print_json({"published": new, "kept": len(done.unchanged)})
        return
    for each in new:
        print(f"published {each}")
    print(f"{len(done.unchanged)} stood already.")


@identity.command("prepare")
def identity_prepare(
    *,
    admin: Annotated[str, typer.Option("--admin", help="An administrator of the whole Keycloak.")],
    password: Annotated[
        str,
        typer.Option(
            prompt="Its password",
            hide_input=True,
            envvar="PARVIS_KEYCLOAK_MASTER_PASSWORD",
            help="Asked for unless the variable gives it; kept nowhere.",
        ),
    ],
    mail_host: Annotated[str, typer.Option(help="The relay for Keycloak's own mails.")] = "",
    mail_port: Annotated[int, typer.Option(min=1, max=65535)] = 25,
    mail_from: Annotated[str, typer.Option(help="The sender of these mails.")] = "",
    as_json: AsJson = False,
) -> None:
    """Bring the realm to the policy of the house: sign-in, second factor, clients, rights."""
    given = needed_settings(
        "oidc_issuer", "oidc_client_secret", "keycloak_admin_password", "base_url"
    )
    server, realm = _server_of(given)
    if bool(mail_host) != bool(mail_from):
        stop("--mail-host and --mail-from go together.")
    mail = MailServer(mail_host, mail_port, mail_from) if mail_host else None
    try:
        issuer = provision_realm(
            server_url=server,
            admin_user=admin,
            admin_password=password,
            order=_realm_order(given, mail),
        )
    except Outage as outage:
        stop(f"{outage.part} does not answer at {server}, or refuses {admin}. ({outage.reason})")
    print_json({"issuer": issuer}) if as_json else print(f"The realm {realm} is ready: {issuer}")


def _server_of(given: Settings) -> tuple[str, str]:
    """Where Keycloak answers, by the issuer of the settings, and the name of the realm."""
    server, found, realm = given.oidc_issuer.partition("/realms/")
    if not found or realm != "parvis":
        stop(f"PARVIS_OIDC_ISSUER is {given.oidc_issuer}: it must end with /realms/parvis.")
    return server, realm


def _realm_order(given: Settings, mail: MailServer | None) -> RealmOrder:
    return RealmOrder(
        base_url=given.base_url,
        client_id=given.oidc_client_id,
        client_secret=given.oidc_client_secret.get_secret_value(),
        onboarding_secret=given.keycloak_admin_password.get_secret_value(),
        mail_server=mail,
    )


@agents.command("enrol")
def agents_enrol(
    siren: Siren,
    email: Email,
    *,
    given: Given,
    family: Family,
    role: Annotated[
        Literal["instructor", "signatory", "supervisor", "administrator"],
        typer.Option("--role", help="What she may do."),
    ],
    quality: Annotated[str, typer.Option("--quality", help="As letters name it.")],
    team: Annotated[
        list[str] | None,
        typer.Option("--team", help="A team of the recipe; all of them unless said."),
    ] = None,
    since: Since = None,
    as_json: AsJson = False,
) -> None:
    """Make an agent's account if she has none, and give her a role; the same again does nothing."""
    order, first = _order(email, given, family), day_of(since)
    post = Post(_digits(siren), role, tuple(team or ()), quality, first)

    async def act(db: Database) -> TakenOn:
        return await enrol_in_post(
            db,
            directory(),
            issuer=needed_settings("oidc_issuer").oidc_issuer,
            account=order,
            post=post,
            by=THE_SYSTEM,
            at=clock.now(),
        )

    _tell(with_database(act), as_json=as_json)


@agents.command("withdraw")
def agents_withdraw(
    siren: Siren,
    email: Email,
    *,
    until: Annotated[
        str | None,
        typer.Option("--until", help="First day without them, YYYY-MM-DD; today unless said."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """End all her rights in a collectivity, from her next request on; her account stays."""
    address, last = _address(email), day_of(until)

    async def act(db: Database) -> int:
        return await let_go(db, siren=_digits(siren), email=address, until=last, by=THE_SYSTEM)

    ended = with_database(act)
    if as_json:
        print_json({"ended": ended, "until": last.isoformat()})
    elif ended:
        print(f"{address}: {ended} right(s) end on {last}.")
    else:
        print(f"{address} had no right left.")


@agents.command("appoint")
def agents_appoint(
    email: Email,
    *,
    given: Given,
    family: Family,
    since: Since = None,
    as_json: AsJson = False,
) -> None:
    """The same for an administrator of the platform, who sees no case."""
    order, first = _order(email, given, family), day_of(since)

    async def act(db: Database) -> TakenOn:
        return await appoint(
            db,
            directory(),
            issuer=needed_settings("oidc_issuer").oidc_issuer,
            account=order,
            since=first,
            by=THE_SYSTEM,
            at=clock.now(),
        )

    _tell(with_database(act), as_json=as_json)


def _order(email: str, given: str, family: str) -> AccountOrder:
    return AccountOrder(_address(email), given.strip(), family.strip(), agent=True, temporary=True)


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError as wrong:
        stop(f"`{email}` is not an address: {wrong}")


def _digits(siren: str) -> str:
    return siren.replace(" ", "")


def _tell(done: TakenOn, *, as_json: bool) -> None:
    """Her secrets, once: they are kept nowhere."""
    account = done.account
    secrets: dict[str, Any] = (
        {"password": account.password, "one_time_code": _code_address(account)}
        if account.made
        else {}
    )
    if as_json:
        print_json(
            {
                "agent": str(done.agent_id),
                "username": account.username,
                "made": account.made,
                **secrets,
            }
        )
        return
    if not account.made:
        print(f"{account.username} had an account: its password and code are unchanged.")
        return
    print(f"{account.username}\npassword: {account.password}\ncode: {secrets['one_time_code']}")
    told.print(
        "Hand these over apart from each other; the password is changed at the first sign-in."
    )


def _code_address(account: Account) -> str:
    """What an application of one-time codes reads, as text or drawn as a square code."""
    label = quote(f"Parvis:{account.username}")
    return f"otpauth://totp/{label}?secret={account.totp_secret}&issuer=Parvis&digits=6&period=30"
