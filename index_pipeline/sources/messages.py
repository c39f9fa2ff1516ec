"""What a refusal says, in English and Chinese: the texts of `messages.toml`."""

import tomllib
from pathlib import Path
from typing import NamedTuple


class Message(NamedTuple):
    """Reason and remedy in both languages; braces are filled from the details of a problem."""

    reason: str
    remedy: str
    reason_zh: str
    remedy_zh: str


MESSAGES = {
    kind: Message(**texts)
    for kind, texts in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
"""The message of each kind of problem."""
