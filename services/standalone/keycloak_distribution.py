"""The official Keycloak distribution: found, checked, built once, kept for the whole machine.

Every stack runs on its own copy (hard links, so it costs nothing) and keeps its own data.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from services.standalone.contracts import PartFailed
from services.standalone.place import MACHINE_CACHE

VERSION = "26.7.5"
SHA256 = "30ef87fb7101c43d29688d1ae80c0588ff4a151b3330e9f664bf9692d398658a"
# What is fixed when the distribution is built; anything else is said at each start.
BUILD_OPTIONS = ("--db=dev-file", "--health-enabled=true", "--metrics-enabled=true")

_REMEDY = (
    "Give the distribution by PARVIS_KEYCLOAK_ZIP=/path/to/keycloak-quarkus-dist-"
    f"{VERSION}.zip, or a running Keycloak by PARVIS_OIDC_ISSUER. "
    "There is no second way to sign in."
)
Build = Callable[[Path, Sequence[str]], None]


def built(build: Build) -> Path:
    """The folder of a built distribution, fetched and built by the first who asks.

    `build(home, options)` runs Keycloak's own build in `home`. Raises PartFailed when the
    distribution cannot be had or is not the pinned one.
    """
    options = hashlib.sha256(" ".join(BUILD_OPTIONS).encode()).hexdigest()[:8]
    home = MACHINE_CACHE / f"keycloak-{VERSION}-{options}"
    if home.exists():
        return home
    archive = _archive()
    _check(archive)
    MACHINE_CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="keycloak-", dir=MACHINE_CACHE) as folder:
        with zipfile.ZipFile(archive) as content:
            content.extractall(folder)
        draft = Path(folder) / f"keycloak-{VERSION}"
        for script in draft.glob("bin/*.sh"):
            script.chmod(0o755)
        build(draft, BUILD_OPTIONS)
        try:
            draft.rename(home)
        except OSError:
            if not home.exists():  # else another start was quicker: the same result
                raise
    return home


def copy(source: Path, destination: Path) -> None:
    """Make `destination` a distribution of its own, sharing the files of `source`."""
    if (destination / "bin" / "kc.sh").exists():
        return
    shutil.copytree(source, destination, copy_function=_link, dirs_exist_ok=True)


def _link(source: str, destination: str) -> None:
    try:
        os.link(source, destination)
    except OSError:  # another file system
        shutil.copy2(source, destination)


def _archive() -> Path:
    given = os.environ.get("PARVIS_KEYCLOAK_ZIP")
    if given:
        if not Path(given).is_file():
            raise PartFailed("Keycloak", f"PARVIS_KEYCLOAK_ZIP names no file: {given}")
        return Path(given)
    # Slow to import and needed once a machine.
    from jgo.maven import MavenContext  # noqa: PLC0415

    maven = MavenContext(repo_cache=MACHINE_CACHE / "m2")
    release = maven.project("org.keycloak", "keycloak-quarkus-dist").at_version(VERSION)
    try:
        return Path(release.artifact(packaging="zip").resolve())
    except Exception as error:  # the resolver lets any of its HTTP library's errors out
        reason = f"its distribution {VERSION} could not be fetched ({error})"
        raise PartFailed("Keycloak", reason, remedy=_REMEDY) from error


def _check(archive: Path) -> None:
    with archive.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != SHA256:
        raise PartFailed(
            "Keycloak",
            f"{archive.name} is not the pinned distribution (SHA-256 {found})",
            remedy=f"Delete {archive} and run again, or correct PARVIS_KEYCLOAK_ZIP.",
        )
