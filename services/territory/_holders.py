"""Who holds the powers of a département, where the official code names nobody or somebody else.

Sources: the laws cited on each line; SIREN of the SIRENE register, each checked in two lists made
independently of one another and by its Luhn key. See docs/decisions on the departmental level.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holder:
    """From `since` on, `code` holds departmental powers over `territories`: codes of départements,
    or the SIREN of an EPCI whose members leave their département."""

    code: str
    name: str
    siren: str | None
    territories: tuple[str, ...]
    since: date
    act: str


HOLDERS = (
    Holder(
        "69M",
        "Métropole de Lyon",
        "200046977",
        ("200046977",),
        date(2015, 1, 1),
        "Loi n° 2014-58 du 27 janvier 2014, article 26 (CGCT, article L3611-1)",
    ),
    Holder(
        "20R",
        "Collectivité de Corse",
        "200076958",
        ("2A", "2B"),
        date(2018, 1, 1),
        "Loi n° 2015-991 du 7 août 2015, article 30 (CGCT, article L4421-1)",
    ),
    Holder(
        "75C",
        "Ville de Paris",
        "217500016",
        ("75",),
        date(2019, 1, 1),
        "Loi n° 2017-257 du 28 février 2017, article 1 (CGCT, article L2512-1)",
    ),
    Holder(
        "6AE",
        "Collectivité européenne d’Alsace",
        "200094332",
        ("67", "68"),
        date(2021, 1, 1),
        "Loi n° 2019-816 du 2 août 2019, article 1 (CGCT, article L3431-1)",
    ),
    Holder(
        "972R",
        "Collectivité territoriale de Martinique",
        "200055507",
        ("972",),
        date(2016, 1, 1),
        "Loi n° 2011-884 du 27 juillet 2011 (CGCT, article L7211-1)",
    ),
    Holder(
        "973R",
        "Collectivité territoriale de Guyane",
        "200052678",
        ("973",),
        date(2016, 1, 1),
        "Loi n° 2011-884 du 27 juillet 2011 (CGCT, article L7111-1)",
    ),
    Holder(
        "976R",
        "Mayotte",
        "229850003",
        ("976",),
        date(2011, 3, 31),
        "Loi n° 2010-1487 du 7 décembre 2010 relative au Département de Mayotte",
    ),
    Holder(
        "975",
        "Collectivité territoriale de Saint-Pierre-et-Miquelon",
        None,
        ("975",),
        date(2007, 2, 22),
        "Loi organique n° 2007-223 du 21 février 2007 (CGCT, article LO6414-1)",
    ),
    Holder(
        "977",
        "Collectivité de Saint-Barthélemy",
        None,
        ("977",),
        date(2007, 7, 15),
        "Loi organique n° 2007-223 du 21 février 2007 (CGCT, article LO6214-1)",
    ),
    Holder(
        "978",
        "Collectivité de Saint-Martin",
        None,
        ("978",),
        date(2007, 7, 15),
        "Loi organique n° 2007-223 du 21 février 2007 (CGCT, article LO6314-1)",
    ),
)

# SIREN of the départements that are collectivities today (67, 68, 75, 2A, 2B, 972 and 973 are not).
SIRENS = {
    siren[2:4] if siren[2:4] != "97" else siren[2:5]: siren
    for siren in """
    220100010 220200026 220300016 220400014 220500011 220600019 220700017 220800049 220900013
    221000052 221100019 221200017 221300015 221401185 221500010 221600018 221700016 221800014
    221927205 222100018 222200016 222309627 222400012 222500019 222600017 222702292 222800013
    222900011 223000019 223100017 223200015 223300013 223400011 223500018 223600016 223700014
    223800012 223900010 224000018 224100016 224200014 224300012 224400028 224500017 224600015
    224700013 224800011 224900019 225005024 225100015 225200013 225300011 225400019 225500016
    225600014 225700012 225800010 225900018 226000016 226100014 226200012 226300010 226400018
    226500015 226600013 226900017 227000015 227100013 227200029 227300019 227400017 227605409
    227700010 227806460 227900016 228000014 228100012 228200010 228300018 228400016 228500013
    228600011 228708517 228800017 228900015 229000013 229102280 229200506 229300082 229400288
    229501275 229710017 229740014
    """.split()
}
