"""The error that a person can act on."""

from typing import get_args

from index_pipeline.language import Both, Language, side


class UserError(ValueError):
    """What went wrong, in sentences that name the place and say what to do: shown as it is, without a traceback.

    Its text is in English if it is said in both languages as `Both`.
    """

    def __init__(self, said: str | Both = ""):
        self.said = said
        super().__init__(str(said))

    def both(self) -> Both:
        """Return what it says in both languages; an error that is said in one language says the same in both."""
        en, zh = ("\n".join(self.sentences(language)) for language in get_args(Language))
        return Both(en, zh)

    def sentences(self, language: Language) -> list[str]:
        """Return the sentences in `language`; an error that is said in one language returns them in that one."""
        return str(side(self.said, language)).splitlines()
