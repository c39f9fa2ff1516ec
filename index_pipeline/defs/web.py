"""Dagster's web interface, answering to browsers on this machine only, and the daemon beside it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import dagster as dg
import uvicorn
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster_webserver.app import create_app_from_workspace_process_context
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from index_pipeline.loopback import ADDRESS, port_error, refusal

DEFINITIONS = "index_pipeline.definitions"
STATEMENT_MILLISECONDS, POOL_SECONDS, POOL_OVERFLOW = 15_000, 3_600, 20
"""How Dagster's storage is read by a server that stays up: Dagster's own defaults for its web interface."""
PATIENCE = 30
"""Seconds that the daemon has to come to an end."""


def serve(port: int, ready: Callable[[str], None]) -> None:
    """Serve Dagster's web interface of this project until it is interrupted; call `ready` with its address.

    Raises:
        PortError: another program listens on the port, or it is not for everyone.
    """
    try:
        listening = socket.create_server((ADDRESS, port))
    except OSError as error:
        raise port_error(port, error) from error
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    target = ModuleTarget(DEFINITIONS, attribute=None, working_directory=None, location_name=None)
    with (
        listening,
        suppress(KeyboardInterrupt),
        dg.DagsterInstance.get() as instance,
        WorkspaceProcessContext(instance, target, code_server_log_level="WARNING") as workspace,
    ):
        instance.optimize_for_webserver(STATEMENT_MILLISECONDS, POOL_SECONDS, POOL_OVERFLOW)
        guarded = OwnPagesOnly(create_app_from_workspace_process_context(workspace))
        ready(f"http://{ADDRESS}:{port}")
        uvicorn.Server(uvicorn.Config(guarded, log_level="warning")).run(sockets=[listening])


@contextmanager
def daemon() -> Iterator[None]:
    """Run schedules, sensors and the queue of runs in a process beside this one."""
    command = [sys.executable, "-m", "dagster._daemon", "run", "-m", DEFINITIONS]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


class OwnPagesOnly:
    """Pass requests on to an application, those of other sites' pages left out.

    Dagster's web interface has no login and runs what a request asks for, so that without this any page on the web
    could start a run through the browser of whoever looks at it.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one web socket."""
        refused = refusal(Headers(scope=scope)) if scope["type"] in {"http", "websocket"} else None
        if refused is None:
            await self._application(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": refused[1]})
        else:
            await PlainTextResponse(refused[1], refused[0])(scope, receive, send)
