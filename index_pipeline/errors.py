"""The error that a person can act on."""

from index_pipeline.language import Language


class UserError(ValueError):
    """What went wrong, in sentences that name the place and say what to do: shown as it is, without a traceback."""

    def sentences(self, language: Language) -> list[str]:  # noqa: ARG002
        """Return the sentences in `language`; an error that has only one language returns them in that one."""
        return str(self).splitlines()
