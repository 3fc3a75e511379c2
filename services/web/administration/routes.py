"""The doors of IT administrators."""

from services.web.administration import agents, catalogue, tenants

DOORS = (tenants.doors, catalogue.doors, agents.doors)
