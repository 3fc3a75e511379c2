"""What jurisdiction refuses.

Refusal
├── UnknownProcedure     its id names no level
└── UnknownPlace         a competence for, or given to, a place that does not exist
"""

from typing import ClassVar

from services.foundation.errors import Refusal
from services.foundation.i18n import _


class UnknownPlace(Refusal):
    code: ClassVar[str] = "unknown_place"

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place

    def sentence(self) -> str:
        return _("Le code « {code} » ne désigne aucun territoire.").format(code=self.place)
