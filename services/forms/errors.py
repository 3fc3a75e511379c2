"""Refusals of this room.

Refusal
└── OptionRefused    a tenant sets an option to what its definition does not allow
"""

from typing import ClassVar

from services.foundation.errors import Refusal


class OptionRefused(Refusal):
    """`option` of `procedure` cannot have this value; `say` tells which it can have."""

    code: ClassVar[str] = "option_refused"

    def __init__(self, *, procedure: str, option: str, say: str) -> None:
        super().__init__()
        self.procedure = procedure
        self.option = option
        self.say = say

    def sentence(self) -> str:
        return self.say
