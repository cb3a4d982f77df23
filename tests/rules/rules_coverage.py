"""What the emulator saw of the rules: each expression, and how it has turned out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True)
class Expression:
    """An expression of the rules.

    Args:
        text: as it stands in the rules.
        evaluated: it has had a value at all; no, if every request was decided before it.
        outcomes: the truth values that it has had; none for what is not a condition.
    """

    line: int
    text: str
    evaluated: bool
    outcomes: frozenset[bool]

    @property
    def one_way(self) -> bool:
        return len(self.outcomes) == 1

    def __str__(self) -> str:
        return f"line {self.line}: {' '.join(self.text.split())}"


def expressions(report: dict[str, Any]) -> list[Expression]:
    """The expressions of a coverage report, in the order of the rules."""
    source = report["rules"]["files"][0]["content"]
    found = [_expression(node, source) for root in report["report"] for node in _nodes(root)]
    return sorted(found, key=lambda expression: expression.line)


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        yield from _nodes(child)


def _expression(node: dict[str, Any], source: str) -> Expression:
    at = node["sourcePosition"]
    seen = [cast(dict[str, Any], value["value"]) for value in node.get("values", [])]
    return Expression(
        line=at["line"],
        text=source[at["currentOffset"] : at["endOffset"] + 1],
        # Empty: skipped. Undefined: an error, or a document that was still to be read.
        evaluated=any(value and "undefined" not in value for value in seen),
        outcomes=frozenset(value["boolValue"] for value in seen if "boolValue" in value),
    )
