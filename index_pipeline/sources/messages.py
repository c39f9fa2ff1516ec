"""Messages of refusals, in English and Chinese: the strings of `messages.toml`."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from index_pipeline.language import Both


class Message(NamedTuple):
    """Reason and remedy; braces are filled from the details of a problem."""

    reason: Both
    remedy: Both


MESSAGES = {
    kind: Message(Both(texts["reason"], texts["reason_zh"]), Both(texts["remedy"], texts["remedy_zh"]))
    for kind, texts in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
"""The message of each kind of problem."""
