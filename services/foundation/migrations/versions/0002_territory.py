"""The territory and who is competent in it."""

from alembic import op

from services.foundation.migrations.walls import open_to_all, written_by

revision = "0002"
down_revision = "0001"

TABLES = (
    "territory_version",
    "departement",
    "departmental_holder",
    "epci",
    "commune",
    "commune_code",
    "commune_postcode",
    "commune_term",
    "competence",
)


def upgrade() -> None:
    _places()
    _ways_to_find_them()
    _competence()
    for table in TABLES:
        open_to_all(table)
        written_by(table, "app_operator")


def _places() -> None:
    op.execute(
        """
        CREATE TABLE territory_version (
            digest text PRIMARY KEY,
            communes integer NOT NULL,
            loaded_at timestamptz NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE departement (
            code text PRIMARY KEY,
            name text NOT NULL,
            of_name text NOT NULL,
            zone text NOT NULL CHECK (zone IN ('metro', 'drom', 'com')),
            siren text
        )
        """
    )
    # `territory` is the code of a département or the SIREN of an EPCI.
    op.execute(
        """
        CREATE TABLE departmental_holder (
            territory text NOT NULL,
            since date NOT NULL,
            code text NOT NULL,
            name text NOT NULL,
            siren text,
            act text NOT NULL,
            PRIMARY KEY (territory, since)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE epci (
            siren text PRIMARY KEY,
            name text NOT NULL,
            kind text NOT NULL CHECK (kind IN ('CC', 'CA', 'CU', 'METRO', 'MET69', 'EPT')),
            population integer
        )
        """
    )
    op.execute(
        """
        CREATE TABLE commune (
            insee text PRIMARY KEY,
            name text NOT NULL,
            departement text NOT NULL REFERENCES departement (code),
            epci text REFERENCES epci (siren),
            ept text REFERENCES epci (siren),
            siren text,
            population integer,
            postcodes text[] NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX commune_departement_idx ON commune (departement)")
    op.execute("CREATE INDEX commune_epci_idx ON commune (epci)")
    op.execute("CREATE INDEX commune_ept_idx ON commune (ept) WHERE ept IS NOT NULL")


def _ways_to_find_them() -> None:
    # Every code that designates a commune of today, one row each. Only the loader writes these
    # three, all at once: foreign keys would make it three times slower and protect nothing.
    op.execute(
        """
        CREATE TABLE commune_code (
            code text PRIMARY KEY,
            insee text NOT NULL,
            kind text NOT NULL
                CHECK (kind IN ('current', 'former', 'delegated', 'associated', 'arrondissement')),
            name text
        )
        """
    )
    op.execute(
        """
        CREATE TABLE commune_postcode (
            postcode text COLLATE "C" NOT NULL,
            insee text NOT NULL,
            PRIMARY KEY (postcode, insee)
        )
        """
    )
    # Beginnings of names, without case, accents or spaces; "C" order, so that a prefix is a range.
    op.execute(
        """
        CREATE TABLE commune_term (
            term text COLLATE "C" NOT NULL,
            insee text NOT NULL,
            kind text NOT NULL,
            name text NOT NULL,
            whole boolean NOT NULL,
            PRIMARY KEY (term, insee, kind, name)
        )
        """
    )


def _competence() -> None:
    # `territory` is an INSEE code, the SIREN of an EPCI, or the code of a département or of the
    # holder of its powers: they never coincide. Without `holder`, the authority of `level` answers.
    op.execute(
        """
        CREATE TABLE competence (
            id uuid PRIMARY KEY,
            service text NOT NULL,
            territory text NOT NULL,
            level text NOT NULL CHECK (level IN ('commune', 'epci', 'departement', 'syndicat')),
            holder text,
            holder_name text,
            holder_siren text,
            valid_from date NOT NULL,
            valid_to date,
            act text NOT NULL,
            source text NOT NULL,
            recorded_at timestamptz NOT NULL,
            UNIQUE (service, territory, valid_from),
            CHECK (valid_to > valid_from),
            CHECK ((holder IS NULL) = (holder_name IS NULL)),
            CHECK (level <> 'syndicat' OR holder IS NOT NULL)
        )
        """
    )
