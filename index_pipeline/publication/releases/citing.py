"""How a release is cited: APA, GB/T 7714, BibTeX, RIS and CSL-JSON."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from index_pipeline.characters import CHINESE
from index_pipeline.clock import BEIJING
from index_pipeline.framework.citation import Author
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Language
from index_pipeline.publication.releases.project import authors

Form = Literal["apa", "gbt7714", "bibtex", "ris"]

SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""How signs with a meaning in TeX are written."""

LISTED = 3
"""Authors that GB/T 7714 names; the others are "et al"."""


@dataclass(frozen=True)
class Name:
    """An author in one language: an organisation has no `given` name."""

    family: str
    given: str = ""

    @property
    def in_full(self) -> str:
        """The name as it is read: Chinese without a blank, others with the given name first."""
        return f"{self.family}{self.given}" if self._is_chinese else f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """The family name first, a comma after it; Chinese names, and those of organisations, as they are read."""
        return f"{self.family}, {self.given}" if self.given and not self._is_chinese else self.in_full

    def shortened(self, family: str, between: str, point: str) -> str:
        """Return `family` and the initials of the given name; Chinese names, and those of organisations, in full."""
        if not self.given or self._is_chinese:
            return self.in_full
        return family + between + re.sub(r"\w[\w'’]*\.?", lambda part: part[0][0].upper() + point, self.given)

    @property
    def _is_chinese(self) -> bool:
        return CHINESE.search(self.family + self.given) is not None


@dataclass(frozen=True)
class Cited:
    """A release as it is cited in a language: by whom, what, which version, of which day, where, and read when.

    `published` is the day in Beijing, None if it is not recorded; `url` and `doi` are empty if there is none.
    """

    language: Language
    names: tuple[Name, ...]
    title: str
    release: str
    published: date | None
    url: str
    doi: str
    accessed: date


def cited(framework: Framework, release: str, published: str, accessed: date, language: Language) -> Cited:
    """Return how a release is cited.

    Args:
        framework: Its own framework, with `title`, `site_url` and `citation`.
        release: Its identifier.
        published: Its time of publication in ISO 8601; empty if that is not recorded.
        accessed: The day on which it is read.
        language: Of title and names, where they are stated in it.
    """
    definition = framework.definition
    title = " ".join(definition.title.get(language).split())
    return Cited(
        language,
        tuple(name_of(author, language) for author in authors(framework)),
        title,
        release,
        datetime.fromisoformat(published).astimezone(BEIJING).date() if published else None,
        address(framework, release),
        definition.citation.doi or "",
        accessed,
    )


def address(framework: Framework, release: str) -> str:
    """Return where a release stays for good, as `icdi site` lays out a site; empty without `site_url`."""
    site = framework.definition.site_url
    return f"{site}releases/{release}/" if site else ""


def name_of(author: Author, language: Language) -> Name:
    """Return the name of an author in a language, in the other one if it has none in it; on one line."""
    if author.family and author.given:
        return Name(*(" ".join(part.get(language).split()) for part in (author.family, author.given)))
    return Name(" ".join(author.name.get(language).split()) if author.name else "")


def apa(found: Cited) -> str:
    """Return a reference to a data set as APA has it (7th edition, 10.9): a DOI takes the place of the address."""
    names = [name.shortened(name.family, ", ", ".") for name in found.names]
    by = ", ".join(names[:-1]) + ", & " + names[-1] if len(names) > 1 else names[0]
    year = found.published.year if found.published else "n.d."
    where = f"https://doi.org/{found.doi}" if found.doi else found.url
    return f"{by} ({year}). {found.title} (Version {found.release}) [Data set]. {where}".rstrip()


def gbt7714(found: Cited) -> str:
    """Return a reference as GB/T 7714—2015 has it (4.6): title[DS/OL]. (published)[accessed]. address. DOI.

    What is neither at an address nor has a DOI is [DS], and is not accessed.
    """
    online = bool(found.url or found.doi)
    names = [name.shortened(name.family.upper(), " ", "") for name in found.names[:LISTED]]
    others = {"zh": ["等"], "en": ["et al"]}[found.language] if len(found.names) > LISTED else []
    days = (f"({found.published})" if found.published else "") + (f"[{found.accessed}]" if online else "")
    doi = found.doi and f"DOI:{found.doi}"
    title = f"{found.title}: {found.release}[{'DS/OL' if online else 'DS'}]"
    return " ".join(f"{part}." for part in (", ".join([*names, *others]), title, days, found.url, doi) if part)


def bibtex(found: Cited) -> str:
    """Return an entry for BibTeX; names of organisations are in braces, so that they are not taken apart."""
    day = f", published {found.published}" if found.published else ""
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in found.names),
        "title": f"{{{_tex(found.title)}}}",
        "year": found.published.year if found.published else "",
        "note": f"Data set, release {_tex(found.release)}{day}",
        "url": found.url,
        "urldate": found.accessed if found.url else "",
        "doi": found.doi,
    }
    lines = ",\n".join(f"  {field} = {{{value}}}" for field, value in fields.items() if value)
    return f"@misc{{{found.release},\n{lines}\n}}"


def ris(found: Cited) -> str:
    """Return a record in RIS, as reference managers import it."""
    day = found.published.strftime("%Y/%m/%d") if found.published else ""
    pairs = [("TY", "DATA"), *(("AU", name.inverted) for name in found.names), ("TI", found.title), ("PY", day[:4])]
    pairs += [("DA", day), ("ET", found.release), ("UR", found.url), ("DO", found.doi)]
    pairs += [("Y2", found.accessed.strftime("%Y/%m/%d") if found.url else "")]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in pairs if value), "ER  - "])


def csl(found: Cited) -> dict[str, Any]:
    """Return an item of CSL-JSON, which Zotero and pandoc read."""
    item = {
        "id": found.release,
        "type": "dataset",
        "title": found.title,
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in found.names
        ],
        "version": found.release,
        "issued": _csl_day(found.published) if found.published else None,
        "accessed": _csl_day(found.accessed) if found.url else None,
        "URL": found.url,
        "DOI": found.doi,
        "language": found.language,
    }
    return {field: value for field, value in item.items() if value}


FORMS: Mapping[Form, Callable[[Cited], str]] = {"apa": apa, "gbt7714": gbt7714, "bibtex": bibtex, "ris": ris}


def _csl_day(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _bibtex_name(name: Name) -> str:
    return _tex(name.inverted) if "," in name.inverted and name.given else f"{{{_tex(name.inverted)}}}"


def _tex(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in text)
