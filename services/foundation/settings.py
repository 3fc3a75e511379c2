"""Settings, typed. Secrets come only from here.

Order: environment (`PARVIS_…`), then the file that a running demonstration leaves
(`PARVIS_SETTINGS_FILE`, by default `var/settings.json`), then the defaults below.
"""

import json
import os
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

ROOT = Path(__file__).resolve().parents[2]
SETTINGS_FILE = ROOT / "var" / "settings.json"


class Settings(BaseSettings):
    """Where the parts are and how to speak to them."""

    model_config = SettingsConfigDict(env_prefix="PARVIS_", extra="ignore", populate_by_name=True)

    database_url: str = ""
    database_admin_url: str = ""
    database_pool: int = Field(default=10, ge=1, le=200)

    temporal_address: str = ""
    temporal_namespace: str = "default"

    s3_endpoint: str = ""
    s3_region: str = "fr-par"
    s3_bucket: str = "parvis"
    s3_access_key: str = ""
    s3_secret_key: SecretStr = SecretStr("")

    oidc_issuer: str = ""
    oidc_client_id: str = "parvis"
    oidc_client_secret: SecretStr = SecretStr("")
    keycloak_admin_user: str = ""
    keycloak_admin_password: SecretStr = SecretStr("")

    smtp_url: str = ""
    mail_domain: str = "parvis.example"

    clamd_url: str = ""

    base_url: str = "http://127.0.0.1:8000"
    secret_key: SecretStr = SecretStr("")
    seal_certificate: Path | None = None
    seal_key: Path | None = None

    otlp_endpoint: str = Field(
        default="",
        validation_alias=AliasChoices("PARVIS_OTLP_ENDPOINT", "otlp_endpoint"),
    )
    traces_ratio: float = Field(default=0.05, ge=0, le=1)

    outbox_kept_days: int = Field(default=30, ge=1)

    trusted_proxies: str = ""
    rate_factor: float | None = Field(default=None, ge=0)

    forms_dir: Path = ROOT / "forms"
    processes_dir: Path = ROOT / "workflows" / "processes"
    vendor_dir: Path = ROOT / "node_modules"

    @field_validator("trusted_proxies")
    @classmethod
    def _only_addresses(cls, told: str) -> str:
        """Addresses or networks: believing everybody (`*`) would be believing the client."""
        for each in told.split(","):
            if each.strip():
                ip_network(each.strip(), strict=False)
        return told

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (
            init_settings,
            env_settings,
            InitSettingsSource(settings_cls, _from_file()),
        )


def settings_file() -> Path:
    """The file a running demonstration leaves for the other commands."""
    return Path(os.environ.get("PARVIS_SETTINGS_FILE", SETTINGS_FILE))


def _from_file() -> dict[str, Any]:
    path = settings_file()
    if not path.exists():
        return {}
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
