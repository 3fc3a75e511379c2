"""What the demonstration leaves for people and for scripts: the doors and their accounts."""

import json

from services.standalone.accounts import Accounts
from services.standalone.house import House
from services.standalone.keys import write_private
from services.standalone.mailbox import Mailbox
from services.standalone.narration import Narrator

FILE = "demo.json"


def doors(base_url: str) -> dict[str, str]:
    """The addresses of the doors."""
    return {
        "portal": f"{base_url}/",
        "backoffice": f"{base_url}/agent",
        "administration": f"{base_url}/administration",
        "api": f"{base_url}/api/v1",
    }


def write(house: House, accounts: Accounts) -> None:
    """Write `demo.json`, whole or not at all; scripts wait for it."""
    tenants = {agent.tenant.siren: agent.tenant for agent in accounts.agents if agent.tenant}
    mailbox = str(house.mailbox.folder) if isinstance(house.mailbox, Mailbox) else None
    content = {
        "doors": doors(house.base_url),
        "accounts": _accounts(accounts),
        "mailbox": mailbox,
        "tenants": [
            {"siren": each.siren, "slug": each.slug, "name": each.name} for each in tenants.values()
        ],
    }
    text = json.dumps(content, indent=2, ensure_ascii=False)
    write_private(house.place.root / FILE, text)


def withdraw(house: House) -> None:
    """Take `demo.json` away: the doors are not open yet, or no more."""
    (house.place.root / FILE).unlink(missing_ok=True)


def show(house: House, accounts: Accounts, told: Narrator) -> None:
    """Print the doors, then who can open them."""
    told.title("The doors")
    for name, address in doors(house.base_url).items():
        told.say(f"{name:<15} {address}")
    if isinstance(house.mailbox, Mailbox):
        told.say(f"{'mailbox':<15} {house.mailbox.folder}")
    told.title("The accounts")
    for each in _accounts(accounts):
        told.say(f"{each['name']}, {' '.join(filter(None, (each['role'], each['tenant'])))}")
        secret = f"   code from {each['totp_secret']}" if each["totp_secret"] else ""
        told.say(f"    {each['username']:<34} {each['password']}{secret}")
    told.say("Agents give a code besides: the last word goes into any authenticator application.")


def _accounts(accounts: Accounts) -> list[dict[str, str | None]]:
    residents = [
        (f"{one.given_name} {one.family_name}", one.account, None, "resident")
        for one in accounts.residents
    ]
    agents = [
        (one.name, one.account, one.tenant.slug if one.tenant else None, one.role)
        for one in accounts.agents
    ]
    return [
        {
            "name": name,
            "username": account.username,
            "password": account.password,
            "totp_secret": account.totp_secret,
            "tenant": tenant,
            "role": role,
        }
        for name, account, tenant, role in [*residents, *agents]
    ]
