"""The tables of the territory."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.foundation.metadata import metadata

C_ORDER = Text(collation="C")

territory_version = Table(
    "territory_version",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("communes", Integer, nullable=False),
    Column("loaded_at", DateTime(timezone=True), nullable=False),
)

departement = Table(
    "departement",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("of_name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("siren", Text),
)

departmental_holder = Table(
    "departmental_holder",
    metadata,
    Column("territory", Text, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("siren", Text),
    Column("act", Text, nullable=False),
)

epci = Table(
    "epci",
    metadata,
    Column("siren", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("population", Integer),
)

commune = Table(
    "commune",
    metadata,
    Column("insee", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("departement", Text, ForeignKey(departement.c.code), nullable=False),
    Column("epci", Text, ForeignKey(epci.c.siren)),
    Column("ept", Text, ForeignKey(epci.c.siren)),
    Column("siren", Text),
    Column("population", Integer),
    Column("postcodes", ARRAY(Text), nullable=False),
)

commune_code = Table(
    "commune_code",
    metadata,
    Column("code", Text, primary_key=True),
    Column("insee", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
)

commune_postcode = Table(
    "commune_postcode",
    metadata,
    Column("postcode", C_ORDER, primary_key=True),
    Column("insee", Text, primary_key=True),
)

commune_term = Table(
    "commune_term",
    metadata,
    Column("term", C_ORDER, primary_key=True),
    Column("insee", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("whole", Boolean, nullable=False),
)

# In the order in which their keys allow them to be filled.
ALL = (
    departement,
    departmental_holder,
    epci,
    commune,
    commune_code,
    commune_postcode,
    commune_term,
)
