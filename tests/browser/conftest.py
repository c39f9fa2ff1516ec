"""The explorer of the real index in a real browser: Debian's Chromium, headless, with every request written down."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

from index_pipeline.publication.releases.contents import Contents, read_contents

DRAWN = """() => document.readyState === "complete" && !document.querySelector("[aria-busy]")
    && (window.ICDI_INDICATORS || !document.querySelector('script[src="explorer/indicators.js"]'))
    && [...document.querySelectorAll(".drawing")].every((place) => place.firstChild || !place.clientWidth)"""
"""All scripts have run, and each chart that is in view has been given its width and drawn for it."""


@dataclass
class Visit:
    """A page, what it asked for and what it complained of."""

    page: Page
    site: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a file of the site, anew, and wait until it is drawn."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.site.as_uri()}/{path}")
        self.page.wait_for_function(DRAWN)
        return self.page

    def outside(self) -> list[str]:
        """Return the requests that left the site."""
        own = (self.site.as_uri(), "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture(scope="session")
def contents(release: Path) -> Contents:
    """The project's own index, from its own figures, with every analysis."""
    return read_contents(release)


@pytest.fixture(scope="session")
def site(release: Path) -> Path:
    """The folder of that release, as it is published; nobody changes it."""
    return release


def visit_of(context: BrowserContext, site: Path) -> Visit:
    """Return a visit whose page writes down what it asks for."""
    visit = Visit(context.new_page(), site)

    def refuse(dialog: Dialog) -> None:
        visit.complaints.append("dialog")
        dialog.dismiss()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            visit.complaints.append(message.text)

    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("dialog", refuse)
    visit.page.on("console", listen)
    return visit


@pytest.fixture
def visit(chromium: Browser, site: Path) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield visit_of(context, site)
    context.close()


@pytest.fixture
def phone(chromium: Browser, site: Path) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark")
    yield visit_of(context, site)
    context.close()
