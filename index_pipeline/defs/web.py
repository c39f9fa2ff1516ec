"""Dagster's web interface, answering to browsers on this machine only, and its daemon."""

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
import uvicorn
from dagster._cli.proxy_server_manager import ProxyServerManager
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget, WorkspaceFileTarget
from dagster_webserver.app import create_app_from_workspace_process_context
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index_pipeline.defs.history import opened
from index_pipeline.defs.pages import WithPages
from index_pipeline.errors import UserError
from index_pipeline.language import Both
from index_pipeline.loopback import ADDRESS, port_error, refusal

DEFINITIONS = ModuleTarget("index_pipeline.definitions", attribute=None, working_directory=None, location_name=None)
STATEMENT_MILLISECONDS, POOL_SECONDS, POOL_OVERFLOW = 15_000, 3_600, 20
"""How Dagster's storage is read by a long-running server: Dagster's own defaults for its web interface."""
POLICY = (
    "img-src 'self' data: blob:; media-src 'self'; font-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
    "connect-src 'self' ws://localhost:* ws://127.0.0.1:*"
)
"""What Dagster's pages may ask for, besides its own policy on scripts: nothing from another machine."""
PATIENCE = 30
"""Seconds given to the daemon to shut down."""


class DaemonError(UserError):
    """The daemon ended by itself."""


def serve(port: int, data: Path, ready: Callable[[str], None], *, with_daemon: bool) -> None:
    """Serve Dagster's web interface of this project until it is interrupted; call `ready` with its address.

    Releases and quality reports of the data folder are served beside it.

    With the daemon, schedules, sensors and the queue of runs work as well. One process holds the graph for both.

    Raises:
        PortError: another program listens on the port, or it is not for everyone.
        HistoryError: Dagster's storage cannot be opened.
        DaemonError: the daemon ended by itself; the web interface is then closed too.
    """
    try:
        listening = socket.create_server((ADDRESS, port))
    except OSError as error:
        raise port_error(port, error) from error
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        stack.enter_context(listening)
        instance = stack.enter_context(opened())
        instance.optimize_for_webserver(STATEMENT_MILLISECONDS, POOL_SECONDS, POOL_OVERFLOW)
        workspace = stack.enter_context(_workspace(instance))
        context = WorkspaceProcessContext(instance, WorkspaceFileTarget([str(workspace)]))
        application = create_app_from_workspace_process_context(stack.enter_context(context))
        server = uvicorn.Server(uvicorn.Config(OwnPagesOnly(WithPages(application, data)), log_level="warning"))
        daemon = stack.enter_context(_daemon(workspace, server)) if with_daemon else None
        ready(f"http://{ADDRESS}:{port}")
        server.run(sockets=[listening])
        if daemon is not None and daemon.poll() is not None:
            raise DaemonError(
                Both(
                    f"Dagster's daemon ended by itself, with {daemon.returncode}; what it said is above",
                    f"Dagster 守护进程自行结束，返回 {daemon.returncode}；其输出见上",
                )
            )


@contextmanager
def _workspace(instance: dg.DagsterInstance) -> Iterator[Path]:
    """Start the process that holds the graph; yield the file that tells Dagster where it is."""
    with ProxyServerManager(instance, DEFINITIONS, "WARNING") as held, TemporaryDirectory() as folder:
        path = Path(folder) / "workspace.yaml"
        path.write_text(json.dumps({"load_from": held.get_code_server_specs()}), encoding="utf-8")
        yield path


@contextmanager
def _daemon(workspace: Path, server: uvicorn.Server) -> Iterator[subprocess.Popen[bytes]]:
    """Run the daemon in its own process; if it ends, the server ends."""

    def follow() -> None:
        process.wait()
        server.should_exit = True

    process = subprocess.Popen([sys.executable, "-P", "-m", "dagster._daemon", "run", "-w", str(workspace)])
    try:
        threading.Thread(target=follow, daemon=True).start()
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


class OwnPagesOnly:
    """Pass requests on to an application, except those from other sites' pages.

    Dagster's web interface has no login and runs what a request asks for, so that without this any page on the web
    could start a run through the browser of any visitor.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one web socket."""
        refused = _refusal(scope) if scope["type"] in {"http", "websocket"} else None
        if refused is None:
            await self._application(scope, receive, _with_policy(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": refused[1]})
        else:
            await PlainTextResponse(refused[1], refused[0])(scope, receive, send)


def _with_policy(send: Send) -> Send:
    """Add to an answer's head that a page asks this machine only, whatever text is shown on it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.append("Content-Security-Policy", POLICY)
            headers["X-Content-Type-Options"] = "nosniff"
        await send(message)

    return sent


def _refusal(scope: Scope) -> tuple[HTTPStatus, str] | None:
    """Refuse what `loopback.refusal` does, and questions in an address: Dagster's own pages ask by the body of a POST.

    An address can be asked for by an image, a script or a form of any page, and old browsers do not say by which.
    """
    headers = Headers(scope=scope)
    if scope["type"] == "http" and scope["path"].rstrip("/").endswith("/graphql"):
        is_page = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
        in_address = "query" in QueryParams(scope["query_string"])
        if in_address or not (is_page or scope["method"] == "POST"):
            return HTTPStatus.METHOD_NOT_ALLOWED, "ask by the body of a POST"
    return refusal(headers.items())
