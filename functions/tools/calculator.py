"""Arithmetic, exact where it can be. An expression is read as a tree, never run as code."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from messages import ToolSpec
from tools import Context, Input, Kind, ToolFailure, text

SPEC = ToolSpec(
    name="calculator",
    description=(
        "Work out an arithmetic expression exactly. Use it for any sum that matters, instead of "
        "working it out yourself. Knows + - * / // % ** and parentheses, pi, e and tau, and "
        "abs, round, floor, ceil, sqrt, exp, log, log2, log10, sin, cos, tan, asin, acos, atan, "
        "degrees, radians, factorial, comb, gcd, min, max, sum and mean."
    ),
    parameters={
        "type": "object",
        "properties": {
            "expression": {
                "type": "string",
                "description": "For example (1299 * 0.81 + 15) / 12",
            }
        },
        "required": ["expression"],
    },
)
KIND: Kind = "pure"

MAX_LENGTH = 500
# Digits of a whole number: more than anyone reads, and little to work with.
MAX_DIGITS = 1000
_MAX_FACTORIAL = 400

Number = Fraction | float

# Of exact numbers and others alike, in any mixture.
_operator: Any = operator
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _operator.truediv,
    ast.FloorDiv: _operator.floordiv,
    ast.Mod: operator.mod,
}
_CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}


def _mean(*values: Number) -> Number:
    return _sum(*values) / len(values)


def _sum(*values: Number) -> Number:
    total: Number = Fraction(0)
    for value in values:
        total = total + value
    return total


def _sqrt(value: Number) -> Number:
    if isinstance(value, Fraction) and value >= 0:
        top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if top * top == value.numerator and bottom * bottom == value.denominator:
            return Fraction(top, bottom)
    return math.sqrt(value)


def _round(value: Number, digits: Number = Fraction(0)) -> Number:
    return Fraction(round(Fraction(value), max(-MAX_DIGITS, min(MAX_DIGITS, _whole(digits)))))


def _factorial(value: Number) -> Number:
    number = _whole(value)
    if number > _MAX_FACTORIAL:
        raise ToolFailure(f"The factorial of more than {_MAX_FACTORIAL} is too large.")
    return Fraction(math.factorial(number))


def _comb(items: Number, chosen: Number) -> Number:
    if _whole(items) > MAX_DIGITS:
        raise ToolFailure(f"comb takes {MAX_DIGITS} items at most.")
    return Fraction(math.comb(_whole(items), _whole(chosen)))


def _floor(value: Number) -> int:
    return math.floor(value)


def _ceil(value: Number) -> int:
    return math.ceil(value)


def _gcd(*values: Number) -> int:
    return math.gcd(*map(_whole, values))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "round": _round,
    "floor": _floor,
    "ceil": _ceil,
    "sqrt": _sqrt,
    "exp": math.exp,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "degrees": math.degrees,
    "radians": math.radians,
    "factorial": _factorial,
    "comb": _comb,
    "gcd": _gcd,
    "min": min,
    "max": max,
    "sum": _sum,
    "mean": _mean,
}


def offered(_context: Context) -> bool:
    return True


def subject(_input: Input) -> str:
    return ""


def run(input: Input, _context: Context) -> str:
    return calculate(text(input, "expression", most=MAX_LENGTH))


def calculate(expression: str) -> str:
    """The value of an expression, as text: exact, or to 15 digits.

    Raises:
        ToolFailure: it is none, or its value is too large, or none.
    """
    try:
        tree = ast.parse(_as_python(expression), mode="eval")
        return _shown(_value(tree.body))
    except ToolFailure:
        raise
    except ZeroDivisionError:
        raise ToolFailure("That divides by zero.") from None
    except OverflowError:
        raise ToolFailure("That is too large to work out.") from None
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        raise ToolFailure("That is not an expression that can be worked out.") from None


def _as_python(expression: str) -> str:
    for sign, ours in (("×", "*"), ("·", "*"), ("÷", "/"), ("−", "-"), ("^", "**"), ("π", "pi")):
        expression = expression.replace(sign, ours)
    if not any(character.isalpha() for character in expression):
        # Without a function, a comma can only group digits.
        expression = expression.replace(",", "")
    return expression.strip().rstrip("=").strip()


def _value(node: ast.expr) -> Number:
    match node:
        case ast.Constant(value=bool()):
            raise TypeError
        case ast.Constant(value=int() | float() as value):
            # 0.1 is one tenth here, as it is on paper.
            return _bounded(Fraction(str(value)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _bounded(_power(_value(left), _value(right)))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _bounded(_as_number(_OPERATORS[type(op)](_value(left), _value(right))))
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return _bounded(_as_number(_FUNCTIONS[name](*map(_value, args))))
        case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)):
            raise ToolFailure(f"{name} is not known here.")
        case _:
            raise TypeError


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(exponent, Fraction) and exponent.denominator == 1 and isinstance(base, Fraction):
        digits = max(_digits(base.numerator), _digits(base.denominator))
        if digits * abs(exponent.numerator) > 2 * MAX_DIGITS:
            raise OverflowError
        return base**exponent.numerator
    power: object = float(base) ** float(exponent)
    if not isinstance(power, float):
        raise ToolFailure("That has no real value.")
    return power


def _as_number(value: Number | int) -> Number:
    return value if isinstance(value, float) else Fraction(value)


def _bounded(value: Number) -> Number:
    if isinstance(value, Fraction):
        if max(_digits(value.numerator), _digits(value.denominator)) > MAX_DIGITS:
            raise OverflowError
    elif not math.isfinite(value):
        raise OverflowError
    return value


def _digits(number: int) -> int:
    """How many digits a whole number has, or one more."""
    return number.bit_length() * 30103 // 100_000 + 1


def _whole(value: Number) -> int:
    if value != int(value) or value < -(10**9) or value > 10**9:
        raise ValueError
    return int(value)


def _shown(value: Number) -> str:
    if isinstance(value, Fraction) and value.denominator == 1:
        return str(value.numerator)
    if isinstance(value, Fraction) and _is_decimal(value.denominator):
        places = next(n for n in range(1, 16) if (value * 10**n).denominator == 1)
        sign, digits = "-" if value < 0 else "", str(abs(value * 10**places).numerator)
        digits = digits.rjust(places + 1, "0")
        return f"{sign}{digits[:-places]}.{digits[-places:]}"
    return f"{float(value):.15g}"


def _is_decimal(denominator: int) -> bool:
    """Whether a fraction with this denominator ends within fifteen places."""
    return 10**15 % denominator == 0
