"""Compare the locked packages with known weaknesses (pip-audit) and with withdrawn versions (the registry).

Usage: `audit.py UV`, the path of uv. Leaves with 1 where a package is weak or withdrawn; a service that does not answer
stops nothing, and is said.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "requirements.lock"
PATIENCE = 600
"""Seconds that each part may take."""
YANKED = re.compile(r"`(?P<package>[^`]+)` is yanked(?: \(reason: \"(?P<reason>.*)\"\))?")


def main(uv: str) -> int:
    """Run both parts and say how they went."""
    weak = withdrawn_versions(uv) + known_weaknesses(uv)
    for line in weak:
        print(line)
    return 1 if weak else 0


def withdrawn_versions(uv: str) -> list[str]:
    """Return a sentence for each locked version that its publisher has withdrawn from the registry (PEP 592)."""
    command = [uv, "pip", "install", "--dry-run", "--no-deps", "--reinstall", "--python", str(PROJECT / ".venv")]
    try:
        done = _run([*command, "-r", str(LOCK)])
    except (OSError, subprocess.TimeoutExpired) as error:
        return _skipped(f"the registry gave no answer ({type(error).__name__})")
    if "unsatisfiable" in done.stderr:
        return [f"the registry has a locked version no longer: {' '.join(done.stderr.split())}"]
    if done.returncode:
        return _skipped(f"the registry gave no answer: {' '.join(done.stderr.split())}")
    found = [
        f"{each['package']}: withdrawn by its publisher, {each['reason'] or 'no reason given'}"
        for each in YANKED.finditer(done.stderr)
    ]
    asked = done.stderr.count("\n + ")
    print(f"audit: {asked} packages looked up in the registry, {len(found)} withdrawn by their publishers")
    return found


def known_weaknesses(uv: str) -> list[str]:
    """Return a sentence for each known weakness of a locked package."""
    command = [uv, "tool", "run", "--from", "pip-audit", "pip-audit", "--disable-pip", "--progress-spinner", "off"]
    try:
        packages = json.loads(_run([*command, "--format", "json", "-r", str(LOCK)]).stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError) as error:
        return _skipped(f"pip-audit gave no answer ({type(error).__name__})")
    audited = [package for package in packages if "skip_reason" not in package]
    if not audited:
        return _skipped(f"the service of known weaknesses knows none of the {len(packages)} packages here")
    found = [
        f"{package['name']} {package['version']}: {each['id']}, mended in "
        + (", ".join(each["fix_versions"]) or "no version yet")
        for package in audited
        for each in package["vulns"]
    ]
    print(f"audit: {len(audited)} of {len(packages)} packages compared with known weaknesses, {len(found)} found")
    return found


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


def _skipped(why: str) -> list[str]:
    print(f"audit skipped: {why}")
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
