"""Pages of releases and quality reports under Dagster's web interface, so that its links open in any browser."""

from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index_pipeline.defs.links import PAGES, QUALITY, RELEASES

POLICY = b"connect-src 'none'; form-action 'none'; base-uri 'none'; object-src 'none'"
"""A page of a release asks nobody, not even the web interface that it is served beside."""


class WithPages:
    """Answer addresses below `/icdi/` from the data folder, and pass every other request on."""

    def __init__(self, application: ASGIApp, data: Path) -> None:
        self._application = application
        folders: Mapping[str, Path] = {RELEASES: data / "releases", QUALITY: data / "quality"}
        files = [Mount(path, StaticFiles(directory=folder, check_dir=False)) for path, folder in folders.items()]
        self._pages = Starlette(routes=[Route(f"{QUALITY}/newest", _Newest(data / "quality")), *files])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one web socket."""
        if scope["type"] != "http" or not scope["path"].startswith(f"{PAGES}/"):
            await self._application(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", POLICY)]
            await send(message)

        await self._pages(scope, receive, sent)


class _Newest:
    """Leads to the newest quality report."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await self._answer(request)(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        pages = sorted(self._folder.glob("*.html"), key=lambda page: page.stat().st_mtime)
        if not pages:
            return PlainTextResponse("尚无质量报告 · no quality report has been written yet", 404)
        return RedirectResponse(f"{request.base_url}{QUALITY.lstrip('/')}/{pages[-1].name}")
