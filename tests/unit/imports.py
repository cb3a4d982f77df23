"""What the functions' modules import, read from their source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dev.paths import FUNCTIONS


@dataclass(frozen=True)
class Import:
    """One imported module.

    Args:
        module: its whole name, such as `google.cloud.firestore`.
        name: what is taken from it; `None` for the module itself.
        at_top: it is imported with the module that names it, and not only when a function runs.
    """

    module: str
    name: str | None
    at_top: bool

    def __str__(self) -> str:
        return self.module if self.name is None else f"{self.module}.{self.name}"


@cache
def modules() -> dict[str, Path]:
    """Every module of the functions by its name, such as `store.turns`."""
    found = (path.relative_to(FUNCTIONS) for path in FUNCTIONS.rglob("*.py"))
    own = [path for path in found if path.parts[0] != "venv"]
    return {_name(path): FUNCTIONS / path for path in sorted(own)}


def _name(path: Path) -> str:
    return ".".join(part for part in path.with_suffix("").parts if part != "__init__")


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """What a module imports, at its top and inside its functions."""
    tree = ast.parse(path.read_text())
    top = set(map(id, tree.body))
    return tuple(
        found for node in ast.walk(tree) for found in _imported(node, at_top=id(node) in top)
    )


def _imported(node: ast.AST, *, at_top: bool) -> Iterator[Import]:
    match node:
        case ast.Import():
            yield from (Import(alias.name, None, at_top) for alias in node.names)
        case ast.ImportFrom(module=str(module)):
            yield from (Import(module, alias.name, at_top) for alias in node.names)
        case _:
            pass


def own(found: Import) -> str | None:
    """The module of ours that is imported, by its whole name; `None` for others'."""
    known = modules()
    return next((name for name in (str(found), found.module) if name in known), None)


def reach(name: str) -> dict[str, set[str]]:
    """Every module of ours that one leads to, itself included, with what it imports."""
    paths, seen, ahead = modules(), dict[str, set[str]](), [name]
    while ahead:
        at = ahead.pop()
        if at in seen or at not in paths:
            continue
        found = imports(paths[at])
        seen[at] = {str(item) for item in found} | {item.module for item in found}
        ahead += sorted(seen[at])
    return seen
