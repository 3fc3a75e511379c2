"""The register of temporary drinking places: counts by association and year, all communes together.

No tenant and no policy: no role of the application reads or writes the table. Two functions are
its only door; the count tells neither which commune granted, nor for what.
"""

from alembic import op

from services.foundation.migrations.walls import wall

revision = "0008"
down_revision = "0007"

DEFINER = "SECURITY DEFINER SET search_path = public, pg_temp"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE drinking_place_count (
            rna text NOT NULL CHECK (rna ~ '^W[0-9][0-9A-Z][0-9]{7}$'),
            year integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
            opener text NOT NULL,
            granted integer NOT NULL CHECK (granted > 0),
            PRIMARY KEY (rna, year, opener)
        )
        """
    )
    wall("drinking_place_count")
    # Two signatures for the last place: the second waits for the row, then sees it full.
    op.execute(
        f"""
        CREATE FUNCTION grant_drinking_place(
            of_rna text, of_year integer, of_opener text, most integer
        ) RETURNS integer LANGUAGE sql {DEFINER} AS $$
            INSERT INTO drinking_place_count AS counted (rna, year, opener, granted)
                SELECT of_rna, of_year, of_opener, 1 WHERE most >= 1
                ON CONFLICT (rna, year, opener) DO UPDATE SET granted = counted.granted + 1
                    WHERE counted.granted < most
                RETURNING granted
        $$
        """
    )
    op.execute(
        f"""
        CREATE FUNCTION drinking_places_granted(of_rna text, of_year integer, of_opener text)
        RETURNS integer LANGUAGE sql STABLE {DEFINER} AS $$
            SELECT coalesce(max(granted), 0) FROM drinking_place_count
                WHERE rna = of_rna AND year = of_year AND opener = of_opener
        $$
        """
    )
    for function in (
        "grant_drinking_place(text, integer, text, integer)",
        "drinking_places_granted(text, integer, text)",
    ):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO app_agent")
