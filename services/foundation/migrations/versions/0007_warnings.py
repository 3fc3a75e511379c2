"""Early warnings: the days that a collectivity chose, and the addresses they go to."""

from alembic import op

from services.foundation.migrations.walls import allow

revision = "0007"
down_revision = "0006"

# A day of margin on each side: the day of the database is not that of every territory, and the
# query asks for the exact one.
COLLEAGUE_TODAY = (
    "id IN (SELECT agent_id FROM membership WHERE tenant_id = app_tenant() "
    "AND since <= current_date + 1 AND (until IS NULL OR until >= current_date))"
)


def upgrade() -> None:
    op.execute("ALTER TABLE tenant ADD COLUMN warnings jsonb")
    for role in ("app_public", "app_door", "app_citizen", "app_relay"):
        op.execute(f"GRANT SELECT (warnings) ON tenant TO {role}")
    # Who works in the collectivity today, and only where to write to her.
    allow("agent", "app_worker", "select", COLLEAGUE_TODAY, columns="id, email")
