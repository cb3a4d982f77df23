"""What a fresh machine needs, installed once and again only when its pins change.

    python3.11 -m dev.install

Python 3.11 and Node 20 are there; everything else is brought. Runs on the standard library alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dev.java import bring_java
from dev.paths import CREW, FUNCTIONS, FUNCTIONS_PYTHON, LOGS, PYTHON, ROOT, WEB
from dev.says import Trouble, give_up, step

ROOM_TO_INSTALL = 3_000_000_000
ROOM_TO_RUN = 200_000_000
UV = "uv==0.13.9"


def install() -> None:
    """Bring everything that `make run` and `make test` need.

    Raises:
        Trouble: a prerequisite is missing, the disk is full, or an installer failed.
    """
    check_machine()
    with step("Installing the packages of Python, of the client and the Firebase CLI"):
        with ThreadPoolExecutor() as at_once:
            jobs = [
                at_once.submit(_python_packages),
                at_once.submit(_node_packages, ROOT),
                at_once.submit(_node_packages, WEB),
            ]
        for job in jobs:
            job.result()
    bring_java()


def check_machine() -> None:
    """Refuse a machine that lacks a prerequisite.

    Raises:
        Trouble: Python, Node or room on the disk is missing.
    """
    if sys.version_info[:2] != (3, 11):
        raise Trouble(
            "Hearth runs on Python 3.11, as its functions do. Install it (python.org/downloads), "
            "then try again."
        )
    node = shutil.which("node")
    told = _told([node, "--version"]) if node else ""
    major = told.removeprefix("v").split(".")[0]
    if not major.isdigit() or int(major) < 20 or shutil.which("npm") is None:
        raise Trouble("Node 20 or newer is needed. Install it (nodejs.org), then try again.")
    wanted = ROOM_TO_RUN if PYTHON.exists() and (WEB / "node_modules").exists() else ROOM_TO_INSTALL
    if shutil.disk_usage(ROOT).free < wanted:
        raise Trouble(f"The disk is nearly full. Free {wanted / 1e9:.1f} GB, then try again.")


def _told(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _python_packages() -> None:
    # The Functions emulator looks for an environment of the functions' own.
    _environment(ROOT / ".venv", ROOT / "tests/requirements.txt")
    _environment(FUNCTIONS / "venv", FUNCTIONS / "requirements.txt")


def install_crew() -> None:
    """What crews run on. Nothing else needs it, and it is large.

    Raises:
        Trouble: the installation failed.
    """
    _environment(CREW / "venv", CREW / "requirements.txt")


def _environment(folder: Path, requirements: Path) -> None:
    pins = [requirements, FUNCTIONS / "requirements.txt"]
    if _is_fresh(folder, pins):
        return
    python = folder / "bin" / "python"
    if not python.exists():
        _run(f"{folder.parent.name}-venv", [sys.executable, "-m", "venv", folder])
    if not PYTHON.parent.joinpath("uv").exists():
        _run("uv", [PYTHON, "-m", "pip", "install", "--quiet", UV])
    # Bytecode is compiled now: without it, the first import of an SDK takes three times as long.
    install_all = ["pip", "install", "--quiet", "--compile-bytecode", "--python", python]
    _run(f"{folder.parent.name}-pip", [PYTHON, "-m", "uv", *install_all, "-r", requirements])
    _keep(folder, pins)


def _node_packages(folder: Path) -> None:
    pins = [folder / "package.json", folder / "package-lock.json"]
    if _is_fresh(folder / "node_modules", pins):
        return
    _run(f"npm-{folder.name}", ["npm", "ci", "--no-audit", "--no-fund"], cwd=folder)
    _keep(folder / "node_modules", pins)


def _run(name: str, command: Sequence[str | Path], cwd: Path = ROOT) -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"install-{name}.log"
    with log.open("wb") as output:
        done = subprocess.run(
            command, cwd=cwd, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
    if done.returncode != 0:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
        raise Trouble(f"{last}\n\nAn installation failed. Its output is in {log}.")


def fingerprint(files: Sequence[Path]) -> str:
    """One text for the content of these files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_fresh(folder: Path, pins: Sequence[Path]) -> bool:
    stamp = folder / ".hearth-pins"
    return stamp.exists() and stamp.read_text() == fingerprint(pins)


def _keep(folder: Path, pins: Sequence[Path]) -> None:
    (folder / ".hearth-pins").write_text(fingerprint(pins))


def build_client() -> Path:
    """The client as static files, built again only when its sources changed. Returns the folder.

    Raises:
        Trouble: the build failed.
    """
    out, stamp = WEB / "out", WEB / "out" / ".built-from"
    now = fingerprint(_client_sources())
    if not stamp.exists() or stamp.read_text() != now:
        with step("Building the client"):
            _run("client-build", ["npm", "run", "build"], cwd=WEB)
        stamp.write_text(now)
    return out


def _client_sources() -> list[Path]:
    folders = ("src", "public", "scripts")
    inside = (file for name in folders for file in (WEB / name).rglob("*") if file.is_file())
    beside = (file for file in WEB.iterdir() if file.is_file() and file.suffix != ".tsbuildinfo")
    return sorted({*inside, *beside} - {WEB / "next-env.d.ts"})


def bring_browser() -> Path:
    """A Chromium for the tests: one that is here, else the test runner's, else Debian's.

    Raises:
        Trouble: there is none, and none could be installed.
    """
    if (found := find_browser()) is not None:
        return found
    download = subprocess.run(
        [PYTHON, "-m", "playwright", "install", "chromium"], capture_output=True, check=False
    )
    if download.returncode == 0 and (found := find_browser()) is not None:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-update", ["apt-get", "update"])
        _run("apt-chromium", ["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
    if (found := find_browser()) is None:
        raise Trouble("The tests need Chromium. Install it, then try again.")
    return found


def find_browser() -> Path | None:
    """A Chromium that is on this machine; `None` when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    here = next(filter(None, map(shutil.which, names)), None)
    if here is not None:
        return Path(here)
    cache = Path.home() / ".cache" / "ms-playwright"
    return next(iter(sorted(cache.glob("chromium-*/chrome-linux*/chrome"))), None)


def main(arguments: Sequence[str]) -> int:
    try:
        install()
        if "--crew" in arguments:
            with step("Installing what crews run on"):
                install_crew()
    except Trouble as trouble:
        return give_up(trouble)
    print(f"  Everything is there. The functions run on {FUNCTIONS_PYTHON.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
