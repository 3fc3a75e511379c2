"""Why recipes are not applied.

Refusal
├── CannotApply          an obstacle in a recipe: nothing at all was written
├── PlanOutdated         what stands has changed since the plan was shown
├── UnknownCollectivity  an agent for a SIREN that no recipe put on line
└── UnknownTeam          an agent for a team that the collectivity does not have
"""

from services.foundation.errors import Refusal
from services.foundation.i18n import _
from services.onboarding.contracts import Obstacle


class CannotApply(Refusal):
    """One recipe at least cannot be applied; none was."""

    code = "recipe_cannot_be_applied"

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(len(obstacles))
        self.obstacles = obstacles

    def sentence(self) -> str:
        return "\n".join(
            f"{obstacle.file}:{obstacle.line or 1}: {obstacle.reason}"
            for obstacle in self.obstacles
        )


class PlanOutdated(Refusal):
    """Somebody else applied something in between: the plan must be read again."""

    code = "plan_outdated"
    status = 409

    def sentence(self) -> str:
        return _("Ce plan n’est plus à jour : relisez-le avant de l’appliquer.")


class UnknownCollectivity(Refusal):
    code = "unknown_collectivity"
    status = 404

    def __init__(self, siren: str) -> None:
        super().__init__(siren)
        self.siren = siren

    def sentence(self) -> str:
        return _(
            "Aucune collectivité en ligne ne porte le SIREN {siren} : appliquez d’abord sa recette."
        ).format(siren=self.siren)


class UnknownTeam(Refusal):
    code = "unknown_team"
    status = 404

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known

    def sentence(self) -> str:
        return _("Aucune équipe ne s’appelle « {name} ». Équipes : {known}.").format(
            name=self.name, known=", ".join(sorted(self.known))
        )
