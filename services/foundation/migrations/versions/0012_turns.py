"""Whose turn it is, found without reading the whole list: counted on every page of it."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    # Not the collectivity's turn, which most cases begin with: filing need not write here.
    op.execute(
        "CREATE INDEX work_item_turn_idx ON work_item (tenant_id, next_actor, paused, due_on, id) "
        "WHERE state = 'open' AND next_actor IN ('person', 'signatory')"
    )
