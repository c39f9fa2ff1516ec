"""The error that a person can act on."""

from collections.abc import Mapping
from typing import Any, get_args

from index_pipeline.language import Bilingual, Both, Language


class UserError(ValueError):
    """What went wrong, in sentences that name the place and say what to do: shown as it is, without a traceback."""

    def __init__(self, said: Both | Bilingual):
        self.said = said
        super().__init__(str(said))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what a copy in another process is made from, whatever the constructor of its class takes."""
        return _copied, (type(self), self.args, self.__dict__)

    def both(self) -> Both:
        """Return what it says in both languages."""
        en, zh = ("\n".join(self.sentences(language)) for language in get_args(Language))
        return Both(en, zh)

    def sentences(self, language: Language) -> list[str]:
        """Return the sentences in `language`."""
        return self.said.get(language).splitlines()


def _copied(kind: type[UserError], args: tuple[Any, ...], state: Mapping[str, Any]) -> UserError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
