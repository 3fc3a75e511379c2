"""The numbers that a case bore before it was handed over, where lists look for them."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A case received keeps being found by the number that its resident was first given."""
    for table in ("work_item", "case_party"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN former_numbers text[] NOT NULL DEFAULT '{{}}'")
        # Few cases have been handed over: those are known by their aliases.
        op.execute(
            f"UPDATE {table} SET former_numbers = ARRAY("
            "SELECT alias ->> 'number' FROM jsonb_array_elements(known.aliases) AS alias) "
            f'FROM "case" AS known WHERE known.tenant_id = {table}.tenant_id '
            f"AND known.id = {table}.case_id AND known.aliases <> '[]'"
        )
