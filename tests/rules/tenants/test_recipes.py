"""Recipes: the three we ship, and everything that may be wrong in one."""

from pathlib import Path

import pytest
from stdnum.fr import siren

from services.foundation.definitions import DefinitionError
from services.tenants.contrast import is_readable_on_white
from services.tenants.recipes import load_recipe, load_recipes

TENANTS = Path(__file__).parents[3] / "tenants"
GIEN = (TENANTS / "gien.yaml").read_text(encoding="utf-8")


def test_the_three_collectivities_are_there() -> None:
    recipes = {recipe.slug: recipe for recipe in load_recipes(TENANTS)}

    assert {slug: (r.level, r.code, r.siren) for slug, r in recipes.items()} == {
        "gien": ("commune", "45155", "214501553"),
        "cc-giennoises": ("epci", "244500211", "244500211"),
        "loiret": ("departement", "45", "224500017"),
    }
    assert all(siren.is_valid(recipe.siren) for recipe in recipes.values())
    assert all(is_readable_on_white(recipe.brand.color) for recipe in recipes.values())


def test_details_that_nobody_checked_say_so() -> None:
    assert all(recipe.contact.specimen for recipe in load_recipes(TENANTS))


def test_an_edited_recipe_has_another_digest(tmp_path: Path) -> None:
    same = _written(tmp_path, GIEN + "\n# a remark changes nothing\n")
    other = _written(tmp_path, GIEN.replace("version: 1", "version: 2"), "other.yaml")

    assert load_recipe(same).digest == load_recipe(TENANTS / "gien.yaml").digest
    assert load_recipe(other).digest != load_recipe(TENANTS / "gien.yaml").digest


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('siren: "214501553"', 'siren: "214501554"', "not a SIREN"),
        ("level: commune", "level: region", "one of commune, epci, departement"),
        ('code: "45155"', 'code: "244500211"', "not the code of a commune"),
        ("slug: gien", "slug: Gien!", "lower-case words"),
        ("calendar: metropole", "calendar: lune", "`calendar` is `lune`"),
        ("Europe/Paris", "America/Cayenne", "is kept in `Europe/Paris`"),
        ("#1f3f94", "#f4be62", "1.7:1 on white, 4.5:1 is needed"),
        ("#1f3f94", "bleu", "write it as"),
        ("plate: G", "plate: GIEN", "three letters at most"),
        ("accueil@gien.example", "accueil", "not an e-mail address"),
        ("  - ne-pas-repondre@gien.parvis.example\n", "", "at least"),
        ("published_on: 2026-01-01", "published_on: hier", "write it as 2026-11-22"),
        ("team: domaine-public", "team: cantine", "`team` is `cantine`"),
        ("[instructor, supervisor]", "[chief]", "`chief` is no role"),
        ("commune/acte-etat-civil", "commune/occupation-domaine-public", "written twice"),
        ("name: Ville de Gien", "nane: Ville de Gien", "did you mean `name`"),
        ("name: Ville de Gien\n", "", "`name` is missing"),
        ("agent: [10, 3]", "agent: [10, 0]", "0 is not a number of working days, 1 to 60"),
        ("agent: [10, 3]", "agent: [61]", "61 is not a number of working days, 1 to 60"),
        ("agent: [10, 3]", "agent: [3, 3]", "`agent` names the same day twice"),
        ("agent: [10, 3]", "agent: [dix]", "each item of `agent` must be a whole number"),
        ("agent: [10, 3]", "agent: 10", "`agent` must be a list"),
        ("agent: [10, 3]", "agents: [10, 3]", "did you mean `agent`"),
    ],
)
def test_a_mistake_is_told_where_it_was_made(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GIEN
    path = _written(tmp_path, GIEN.replace(old, new))

    with pytest.raises(DefinitionError) as refused:
        load_recipe(path)

    assert says in refused.value.message
    assert refused.value.file == "recipe.yaml"
    assert refused.value.line >= 1


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    path = _written(tmp_path, GIEN.replace("#1f3f94", "#f4be62"))

    with pytest.raises(DefinitionError) as refused:
        load_recipe(path)

    assert path.read_text().splitlines()[refused.value.line - 1].strip() == 'color: "#f4be62"'


@pytest.mark.parametrize(
    ("written", "agent", "supervisor"),
    [
        ("", (10, 3), (3,)),
        ("warnings:\n  agent: [3, 15]\n", (15, 3), (3,)),
        ("warnings:\n  agent: []\n  supervisor: []\n", (), ()),
        ("warnings: {supervisor: [5, 1]}\n", (10, 3), (5, 1)),
    ],
)
def test_warnings_left_unsaid_are_those_of_the_house(
    tmp_path: Path, written: str, agent: tuple[int, ...], supervisor: tuple[int, ...]
) -> None:
    said = "warnings:\n  agent: [10, 3]\n  supervisor: [3]\n"
    assert said in GIEN

    recipe = load_recipe(_written(tmp_path, GIEN.replace(said, written)))

    assert (recipe.warnings.agent, recipe.warnings.supervisor) == (agent, supervisor)


def test_a_bad_day_is_told_at_its_line(tmp_path: Path) -> None:
    path = _written(tmp_path, GIEN.replace("supervisor: [3]", "supervisor: [0]"))

    with pytest.raises(DefinitionError) as refused:
        load_recipe(path)

    assert path.read_text().splitlines()[refused.value.line - 1].strip() == "supervisor: [0]"


def test_two_recipes_cannot_be_the_same_collectivity(tmp_path: Path) -> None:
    _written(tmp_path, GIEN, "a.yaml")
    _written(tmp_path, GIEN, "b.yaml")

    with pytest.raises(DefinitionError, match="already that of"):
        load_recipes(tmp_path)


def test_a_folder_without_recipe_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="holds no recipe"):
        load_recipes(tmp_path)


def _written(folder: Path, content: str, name: str = "recipe.yaml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path
