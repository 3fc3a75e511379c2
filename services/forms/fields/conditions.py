"""Conditions among answers, which no answer can make fail."""

from services.forms.fields.base import Circumstances
from services.foundation.expressions import Expression, ExpressionError


def value_of(expression: Expression, around: Circumstances) -> object:
    """The value of an expression, None where it has none.

    Loading tried it with a value of each kind; an answer that it still cannot take has no value.
    """
    try:
        return expression.evaluate(around.variables(expression.names))
    except ExpressionError:
        return None


def holds(expression: Expression | None, around: Circumstances) -> bool:
    """Whether a condition holds; no condition always does."""
    return expression is None or value_of(expression, around) is True
