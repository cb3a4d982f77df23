"""What each provider offers that the seed does not, and what the seed has that is offered no more.

    python -m dev.models [PROVIDER ...]

Asks the providers whose keys are in the environment or in `functions/.secret.local`, each by its
own list of models. The seed is `functions/seed/models.json`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dev.paths import FUNCTIONS
from dev.says import Trouble, give_up

sys.path.append(str(FUNCTIONS))

SECRETS = FUNCTIONS / ".secret.local"


@dataclass(frozen=True)
class Difference:
    """One provider's list beside the seed's. `trouble` is why there is no list."""

    provider: str
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    trouble: str = ""


def difference(provider: str, offered: Iterable[str], seeded: Iterable[str]) -> Difference:
    """What is in the one list and not in the other.

    A list of names often has a model twice, once with its date or size: `llama4` is there if
    `llama4:latest` is.
    """
    names, known = set(offered), set(seeded)
    here = {name for name in known if name in names or f"{name}:latest" in names}
    new = {name for name in names - known if name.removesuffix(":latest") not in known}
    return Difference(provider, tuple(sorted(new)), tuple(sorted(known - here)))


def compare(providers: Iterable[str]) -> list[Difference]:
    """The difference of each provider."""
    from config import endpoint
    from errors import HearthError
    from providers import provider
    from seeding import load

    models = load().models.values()
    found: list[Difference] = []
    for name in providers:
        at = endpoint(name)
        if at is None:
            missing = f"Not set up: there is no {name.upper()}_API_KEY."
            found.append(Difference(name, trouble=missing))
            continue
        seeded = [fields["name"] for fields in models if fields["provider"] == name]
        try:
            found.append(difference(name, provider(name).offered(at), seeded))
        except HearthError as error:
            found.append(Difference(name, trouble=error.message))
    return found


def lines(differences: Iterable[Difference]) -> Iterable[str]:
    """The differences as lines for a person: `+` is new, `-` is gone."""
    for one in differences:
        yield one.provider
        yield from (f"  + {name}" for name in one.new)
        yield from (f"  - {name}" for name in one.gone)
        if not one.new and not one.gone:
            yield f"  {one.trouble or 'The seed has all of them.'}"


def main(arguments: list[str], write: Callable[[str], object] = print) -> int:
    from providers import NAMES

    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        return give_up(Trouble(f"The providers are {', '.join(NAMES)}; not {unknown[0]}."))
    _read_secrets()
    try:
        for line in lines(compare(arguments or NAMES)):
            write(line)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough, as `head` has. What is still unwritten goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _read_secrets() -> None:
    """The keys for the emulator, into the environment; what is there already stays."""
    os.environ.setdefault("GCLOUD_PROJECT", "demo-hearth")
    if SECRETS.exists():
        for line in SECRETS.read_text().splitlines():
            name, equals, value = line.partition("=")
            if equals and not name.lstrip().startswith("#"):
                os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
