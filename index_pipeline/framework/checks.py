"""The checks of tables: what each expects, in words, and whether a finding of it may be acknowledged."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Check:
    """One check of one table.

    Attributes:
        id: Identifier, `table.check`; never changed, for the frameworks of old releases name it.
        expected: What is expected, as a clause after "expected that".
        expected_zh: The same in Chinese.
        stops: Whether a finding stops the run.
        where: Fields by which an acknowledgement names a finding; empty for a check of the whole table. None if no
            finding may be acknowledged: the table itself is wrong.
        found: The message for a row that fails; empty if the row is named with what was expected.
        found_zh: The same in Chinese.
    """

    id: str
    expected: str
    expected_zh: str
    stops: bool = True
    where: tuple[str, ...] | None = None
    found: str = ""
    found_zh: str = ""

    @property
    def table(self) -> str:
        """Name of the table that is checked."""
        return self.id.partition(".")[0]


def _check(name: str, given: dict[str, object]) -> Check:
    where = given.pop("where", None)
    return Check(id=name, where=tuple(where) if isinstance(where, list) else None, **given)  # type: ignore[arg-type]


CHECKS = {
    name: _check(name, given)
    for name, given in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
"""Every check, by its identifier."""
