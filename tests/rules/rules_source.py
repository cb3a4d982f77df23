"""What firestore.rules says of itself, read from its text: its paths and its validators."""

from __future__ import annotations

import re

Path = str


def shape_of(path: Path) -> Path:
    """A path with its wildcards unnamed, so that `notes/{noteId}` and `notes/{id}` are one."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def matched_paths(source: str) -> set[Path]:
    """The path of every `match` block, with those around it."""
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.DOTALL)
    found: set[Path] = set()
    around: list[Path] = []
    for match in re.finditer(r"match\s+(/\S+)\s*\{|[{}]", re.sub(r"\$\(.*?\)|'[^']*'", "", code)):
        if match[0] == "}":
            around.pop()
            continue
        around.append(match[1] or "")
        if match[1]:
            found.add("".join(around))
    root = "/databases/{database}/documents"
    return {shape_of(path.removeprefix(f"{root}/")) for path in found if path != root}


def described_paths(source: str) -> set[Path]:
    """The path of every document in the comment that the rules begin with."""
    comment = source[source.index("* The data") : source.index("* Documents under")]
    found: set[Path] = set()
    around: list[Path] = []
    for indent, name in re.findall(r"^ \*   ( *)(\S+) ", comment, flags=re.MULTILINE):
        del around[len(indent) // 2 :]
        around.append(name)
        found.add(shape_of("/".join(around)))
    return found


def validators(source: str) -> set[str]:
    """The functions that say what a document may hold."""
    return set(re.findall(r"function (is\w+)\(data\)", source))
