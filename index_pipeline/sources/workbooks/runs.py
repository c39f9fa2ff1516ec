"""Texts of Office Open XML workbooks: their runs, and whether one is raised, lowered or struck through."""

from typing import Any

from index_pipeline.sources.workbooks.archive import Attributes, parse
from index_pipeline.sources.workbooks.sheets import joined_runs


class Runs:
    """The runs of a text, each with whether its properties set it apart."""

    def __init__(self) -> None:
        self.runs: list[tuple[list[str], bool]] = []
        self.apart = False

    def mark(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element that is not text."""
        if tag == "r":
            self.apart = False
        elif tag == "strike":
            self.apart = self.apart or attributes.get("val") not in {"0", "false", "off"}
        elif tag == "vertAlign":
            self.apart = self.apart or attributes.get("val") in {"superscript", "subscript"}

    def begin(self) -> list[str]:
        """Begin a run; return the list that its text goes into."""
        self.runs.append(([], self.apart))
        return self.runs[-1][0]

    def joined(self) -> str:
        """Return the text."""
        return joined_runs(("".join(texts), apart) for texts, apart in self.runs)


def shared_texts(xml: bytes) -> list[str]:
    """Return the shared texts, without the readings that East Asian editions keep beside them."""
    texts: list[str] = []
    state: dict[str, Any] = {"taken": None, "phonetic": False, "runs": Runs()}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "si":
            state["runs"] = Runs()
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "t":
            state["taken"] = None if state["phonetic"] else state["runs"].begin()
        else:
            state["runs"].mark(tag, attributes)

    def end(tag: str) -> None:
        if tag == "si":
            texts.append(state["runs"].joined())
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "t":
            state["taken"] = None

    parse(xml, start, end, lambda text: state["taken"].append(text) if state["taken"] is not None else None)
    return texts
