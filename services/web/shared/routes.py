"""The doors that belong to no door in particular."""

from services.web.shared import health, language, public_files, session

DOORS = (health.doors, public_files.doors, language.doors, session.doors)
