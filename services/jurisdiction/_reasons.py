"""Why an authority answers, said to a resident. Pure."""

from datetime import date

from services.foundation.i18n import Text, format_date, using_language


def by_rule_commune(commune: str) -> Text:
    return Text(
        f"Cette démarche relève des communes : à {commune}, la commune répond.",
        f"This procedure belongs to communes: in {commune}, the commune answers.",
    )


def by_rule_epci(commune: str, epci: str) -> Text:
    return Text(
        f"Cette démarche relève des intercommunalités : {commune} est membre de « {epci} ».",
        f"This procedure belongs to groupings of communes: {commune} is a member of “{epci}”.",
    )


def without_epci(commune: str) -> Text:
    return Text(
        f"Cette démarche relève des intercommunalités, mais {commune} n’est membre d’aucune : "
        "la commune répond elle-même.",
        f"This procedure belongs to groupings of communes, but {commune} is a member of none: "
        "the commune itself answers.",
    )


def by_rule_departement(commune: str, of_name: str, name: str) -> Text:
    return Text(
        f"Cette démarche relève des départements : {commune} est dans le département {of_name}.",
        f"This procedure belongs to départements: {commune} is in the département of {name}.",
    )


def by_holder(commune: str, holder: str, since: date) -> Text:
    """Departmental powers held by another collectivity since a day."""
    fr, en = _in_words(since)
    return Text(
        f"Cette démarche relève des départements : depuis le {fr}, leurs pouvoirs appartiennent "
        f"pour {commune} à « {holder} ».",
        f"This procedure belongs to départements: since {en} their powers over {commune} are held "
        f"by “{holder}”.",
    )


def by_act(commune: str, holder: str, since: date) -> Text:
    """An act moved this service away from the authority of the rule."""
    fr, en = _in_words(since)
    return Text(
        f"Pour {commune}, un acte en vigueur depuis le {fr} confie cette démarche à « {holder} ».",
        f"For {commune}, an act in force since {en} gives this procedure to “{holder}”.",
    )


def no_municipality(commune: str) -> Text:
    return Text(
        f"{commune} est un district sans municipalité : aucune collectivité n’y répond de cette "
        "démarche. Adressez-vous aux services de l’État.",
        f"{commune} is a district without a municipality: no collectivity answers for this "
        "procedure there. Please contact the services of the State.",
    )


def no_departement(commune: str, territory: str) -> Text:
    return Text(
        f"{commune} relève de « {territory} », où n’existe aucun département : cette démarche y "
        "suit d’autres règles. Adressez-vous aux services du territoire.",
        f"{commune} is in {territory}, which has no département: other rules govern this procedure "
        "there. Please contact the services of the territory.",
    )


def unknown(code: str) -> Text:
    return Text(
        f"Le code « {code} » ne désigne aucune commune, actuelle ou ancienne. Donnez un code INSEE "
        ": un code postal ne suffit pas, plusieurs communes le partagent.",
        f"The code “{code}” designates no commune, present or past. Give an INSEE code: a postcode "
        "is not enough, several communes share it.",
    )


def _in_words(day: date) -> tuple[str, str]:
    with using_language("fr"):
        fr = format_date(day)
    with using_language("en"):
        return fr, format_date(day)
