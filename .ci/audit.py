"""Hold the locked packages against known weaknesses, with pip-audit, where its service answers.

Usage: `audit.py UV`, the path of uv. Leaves with 1 where a weakness is known; a service that does not answer stops
nothing, and is said.
"""

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
PATIENCE = 600
"""Seconds that the audit may take."""


def main(uv: str) -> int:
    """Run the audit and say how it went."""
    audit = [uv, "tool", "run", "--from", "pip-audit", "pip-audit", "--disable-pip", "--progress-spinner", "off"]
    try:
        done = subprocess.run(
            [*audit, "--format", "json", "-r", str(LOCK)], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        packages = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError) as error:
        print(f"audit skipped: pip-audit gave no answer ({type(error).__name__})")
        return 0
    audited = [package for package in packages if "skip_reason" not in package]
    weak = [(package, weakness) for package in audited for weakness in package["vulns"]]
    for package, weakness in weak:
        mended = ", ".join(weakness["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {weakness['id']}, mended in {mended}")
    if not audited:
        print(f"audit skipped: the service knows none of the {len(packages)} packages here")
    else:
        print(f"audit: {len(audited)} of {len(packages)} packages held against known weaknesses, {len(weak)} found")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
