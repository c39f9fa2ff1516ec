"""The project's own framework: the edition in use, the first one, and a copy of the first one to change."""

from pathlib import Path

from index_pipeline.framework.load import load

ROOT = Path(__file__).resolve().parents[2]
NEWEST = ROOT / "indicators"
FIRST = NEWEST / "editions" / "1"


def copy_first(folder: Path) -> Path:
    """Copy the first edition into one folder, with the lists and sources that editions share."""
    for name, content in load(FIRST).files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
