"""The form in which texts of lists are compared."""

import re
import unicodedata


def folded(text: str) -> str:
    """Return the form in which texts are compared: width, blanks and case make no difference."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def english(words: str) -> str:
    """Return the pattern of English words, alternatives divided by bars, in any case and beside Chinese signs too."""
    return rf"(?i:(?<![a-z])(?:{words})(?![a-z]))"
