"""Where a person lives, seen from the court that would hear her (CJA R421-7)."""

from services.law.contracts import Residence

_HOME = ("", "france")
# Postcodes of overseas France, by the calendar of the territory where there is one.
_OVERSEAS = {
    "971": "guadeloupe",
    "972": "martinique",
    "973": "guyane",
    "974": "reunion",
    "975": "saint-pierre-et-miquelon",
    "976": "mayotte",
    "977": "saint-barthelemy",
    "978": "saint-martin",
    "984": "terres-australes",
    "986": "wallis-et-futuna",
    "987": "polynesie",
    "988": "nouvelle-caledonie",
}
# Words by which people name it where a country is asked.
_NAMED = (
    *("guadeloupe", "martinique", "guyane", "réunion", "reunion", "mayotte", "miquelon"),
    *("saint-barth", "saint-martin", "futuna", "polynésie", "polynesie", "calédonie", "caledonie"),
)


def residence_of(*, postcode: str, country: str, court: str) -> Residence:
    """How far she lives, by her address and the calendar (`court`) of who answers her.

    Nothing is added for who lives in the territory of an overseas authority; who lives in mainland
    France is then one month away.
    """
    named = country.strip().lower()
    if named not in _HOME and not any(word in named for word in _NAMED):
        return "abroad"
    lives = _OVERSEAS.get(postcode.strip()[:3])
    heard = court if court in _OVERSEAS.values() else None
    return "metropole" if lives == heard else "overseas"
