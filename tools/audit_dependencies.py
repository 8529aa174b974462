"""Fail when a dependency's licence forbids shipping it, or a pinned version has a known vulnerability.

The list of vulnerabilities is asked from the package index; where it does not answer, that is said and the licences
are checked all the same.
"""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = re.compile(r"\bA?GPL|Affero|GNU General Public", re.IGNORECASE)
ALLOWED_WITH = re.compile(r"LGPL|Lesser|classpath|exception", re.IGNORECASE)


def pinned() -> list[str]:
    """Return the names that the product itself installs."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [line.split("==")[0].strip() for line in lines if re.match(r"^[a-z0-9._-]+==", line)]


def licence_of(name: str) -> str:
    """Return everything the package says of its licence."""
    told = metadata.metadata(name)
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join([told.get("License-Expression") or "", (told.get("License") or "")[:200], *classifiers])


def bad_licences() -> list[str]:
    """Return the packages whose licence the product cannot carry."""
    found = []
    for name in pinned():
        try:
            licence = licence_of(name)
        except metadata.PackageNotFoundError:
            continue  # pinned for another platform or Python
        if FORBIDDEN.search(licence) and not ALLOWED_WITH.search(licence):
            found.append(f"{name}: {licence}")
    return found


def known_vulnerabilities() -> list[str] | None:
    """Return a line for each vulnerable package, or None when the index does not answer."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(ROOT / "requirements.lock"), "--no-deps", "-f", "json"]
    done = subprocess.run([*command, "--disable-pip"], capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return None
    return [
        f"{package['name']} {package['version']}: {', '.join(one['id'] for one in package['vulns'])}"
        for package in told["dependencies"]
        if package.get("vulns")
    ]


def main() -> int:
    """Print what was found."""
    licences, vulnerable = bad_licences(), known_vulnerabilities()
    if vulnerable is None:
        print("the index gave no list of vulnerabilities; only licences were checked")
    for line in [*licences, *(vulnerable or [])]:
        print(line)
    if not licences and not vulnerable:
        print("dependencies audited")
    return 1 if licences or vulnerable else 0


if __name__ == "__main__":
    sys.exit(main())
