"""What a worker writes when a case comes from another collectivity (CRPA L114-2)."""

from services.foundation.migrations.walls import TENANT, allow

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """A case received is written whole, with its files, under the context of who receives it."""
    for table in ("case_answers", "filed_under"):
        allow(table, "app_worker", "insert", TENANT)
    allow("attachment", "app_worker", "insert", f"{TENANT} AND case_id IS NOT NULL")
