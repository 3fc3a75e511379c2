"""Migrations: plain operations that import no room, run by one migrator at a time."""

from services.foundation.migrations.run import create_login, migrate

__all__ = ["create_login", "migrate"]
