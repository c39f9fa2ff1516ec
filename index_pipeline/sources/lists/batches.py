"""The batches that titles, headings and documents name: 第三批, 首批, 第一至五批."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.numerals import serial_number

BATCH = re.compile(r"第([一二三四五六七八九十\d]{1,3})(?:[至到—–-]第?([一二三四五六七八九十\d]{1,3}))?批|(首)批")


@dataclass(frozen=True)
class Batches:
    """Batches of a register: those that the announcement is said to be of, and the years of those known already."""

    announced: frozenset[int]
    known: dict[int, frozenset[int]]


def batches_of(text: str) -> frozenset[int]:
    """Return the batches that a text names: 第三批, 首批, 第一至五批."""
    found: set[int] = set()
    for first, last, is_first in BATCH.findall(folded(text)):
        start = 1 if is_first else serial_number(first)
        end = serial_number(last) if last else start
        found |= set(range(start, end + 1)) if start and end else set()
    return frozenset(found)


def batch_in(text: str) -> str:
    """Return how a text names its one batch, 第三批; empty if it names none or several."""
    found = BATCH.search(folded(text))
    return found[0] if found and len(batches_of(text)) == 1 else ""


def is_batch_alone(text: str) -> bool:
    """Return whether a heading says no more than a batch, and a number or more in brackets: 一、第二批（1家）."""
    bare = re.sub(r"\([^()]*\)|^[一二三四五六七八九十]+[、.]|名单|项目|企业", "", folded(text))
    return bool(batch_in(bare)) and not re.search(r"[^\W\d]", BATCH.sub("", bare))


def known_batches(documents: Iterable[tuple[str, int | None]]) -> dict[int, frozenset[int]]:
    """Return the years of each batch that documents with their years name."""
    years: dict[int, set[int]] = {}
    for document, year in documents:
        for batch in batches_of(document) if year else ():
            years.setdefault(batch, set()).add(year or 0)
    return {batch: frozenset(held) for batch, held in years.items()}
