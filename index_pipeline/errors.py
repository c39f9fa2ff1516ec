"""The error that a person can act on."""

from index_pipeline.language import Both, Language


class UserError(ValueError):
    """What went wrong, in sentences that name the place and say what to do: shown as it is, without a traceback.

    Its text is in English if it is said in both languages.
    """

    def __init__(self, said: str | Both = ""):
        self.said = said
        super().__init__(str(said))

    def sentences(self, language: Language) -> list[str]:
        """Return the sentences in `language`; an error that is said in one language returns them in that one."""
        said = self.said.get(language) if isinstance(self.said, Both) else self.said
        return said.splitlines()
