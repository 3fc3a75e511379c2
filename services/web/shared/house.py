"""What every door is given: the parts of the application, made once."""

from dataclasses import dataclass

from services.documents.store import ObjectStore
from services.foundation.database import Database
from services.foundation.settings import Settings
from services.identity.directory import Directory
from services.identity.oidc import IdentityProvider
from services.web.shared.assets import Assets
from services.web.shared.collectivities import Collectivities
from services.web.shared.cookies import Cookies
from services.web.shared.limits import Limits
from services.web.shared.pages import Pages
from services.web.shared.stages import Stages


@dataclass(frozen=True, slots=True)
class House:
    """The parts that doors use; nothing here belongs to one request."""

    settings: Settings
    db: Database
    store: ObjectStore
    identity: IdentityProvider
    directory: Directory
    tenants: Collectivities
    stages: Stages
    cookies: Cookies
    limits: Limits
    assets: Assets
    pages: Pages
