"""A grant withdrawn gives its place back: the one function that counts takes a place or gives one.

A count may come back to none; it never goes below.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

DEFINER = "SECURITY DEFINER SET search_path = public, pg_temp"
SIGNATURE = "text, integer, text, integer, integer"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE drinking_place_count DROP CONSTRAINT drinking_place_count_granted_check"
    )
    op.execute(
        "ALTER TABLE drinking_place_count"
        " ADD CONSTRAINT drinking_place_count_granted_check CHECK (granted >= 0)"
    )
    op.execute("DROP FUNCTION grant_drinking_place(text, integer, text, integer)")
    # Two acts on the same line: the second waits for the row, then sees what the first left.
    op.execute(
        f"""
        CREATE FUNCTION count_drinking_place(
            of_rna text, of_year integer, of_opener text, change integer, most integer
        ) RETURNS integer LANGUAGE sql {DEFINER} AS $$
            WITH taken AS (
                INSERT INTO drinking_place_count AS counted (rna, year, opener, granted)
                    SELECT of_rna, of_year, of_opener, 1 WHERE change = 1 AND most >= 1
                    ON CONFLICT (rna, year, opener) DO UPDATE SET granted = counted.granted + 1
                        WHERE counted.granted < most
                    RETURNING granted
            ), given_back AS (
                UPDATE drinking_place_count SET granted = granted - 1
                    WHERE change = -1 AND granted > 0
                        AND rna = of_rna AND year = of_year AND opener = of_opener
                    RETURNING granted
            )
            SELECT granted FROM taken UNION ALL SELECT granted FROM given_back
        $$
        """
    )
    op.execute(f"REVOKE ALL ON FUNCTION count_drinking_place({SIGNATURE}) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION count_drinking_place({SIGNATURE}) TO app_agent")
