"""The error that a person can act on."""

from typing import get_args

from index_pipeline.language import Bilingual, Both, Language


class UserError(ValueError):
    """What went wrong, in sentences that name the place and say what to do: shown as it is, without a traceback."""

    def __init__(self, said: Both | Bilingual):
        self.said = said
        super().__init__(str(said))

    def both(self) -> Both:
        """Return what it says in both languages."""
        en, zh = ("\n".join(self.sentences(language)) for language in get_args(Language))
        return Both(en, zh)

    def sentences(self, language: Language) -> list[str]:
        """Return the sentences in `language`."""
        return self.said.get(language).splitlines()
