"""The web interface: Dagster's pages for browsers on this machine, and for no page of another site."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from running import ICDI, started
from small_project import Project
from watching import noted, watching
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

QUERY = json.dumps({"query": "{ assetNodes { groupName } }"})
PROTOCOL = Subprotocol("graphql-ws")
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which calls of the web interface to other machines are noted."""
    return tmp_path_factory.mktemp("web") / "watch"


@contextmanager
def opened(project: Project, environment: dict[str, str], *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Open the web interface; give its process and its port when it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    state = project.data / "dagster"
    state.mkdir()
    command = [*ICDI, "ui", *options, "--port", port, *project.options()]
    with subprocess.Popen(
        [*map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "ICDI_STATE": str(state)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == f"http://127.0.0.1:{port}"
        yield process, port


@pytest.fixture(scope="module")
def project(small_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project whose web interface is opened."""
    return small_project.copy(tmp_path_factory.mktemp("web_project"))


@pytest.fixture(scope="module")
def pages(project: Project) -> Path:
    """The folder of a release with one page, and a quality report."""
    for path, text in (("releases/a-1/index.html", "<p>released</p>"), ("quality/a.html", "<p>checked</p>")):
        (project.data / path).parent.mkdir(parents=True, exist_ok=True)
        (project.data / path).write_text(text, encoding="utf-8")
    return project.data / "releases" / "a-1"


@pytest.fixture(scope="module")
def port(project: Project, watch: Path) -> Iterator[int]:
    """The port of a web interface of the small project; it has to end by itself when it is told to."""
    with opened(project, watching(watch), "--no-daemon") as (process, number):
        yield number
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def ask(port: int, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {"Host": f"localhost:{port}", **fields})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_it_shows_the_graph(port: int) -> None:
    status, answer = ask(port, "POST", "/graphql", QUERY, **JSON, Origin=f"http://localhost:{port}")

    assert status == 200
    assert {"observations", "index", "publication"} <= {
        node["groupName"] for node in json.loads(answer)["data"]["assetNodes"]
    }


def test_releases_and_quality_reports_are_served_beside_it(port: int, pages: Path) -> None:
    own = {"Origin": f"http://localhost:{port}"}

    status, answer = ask(port, "GET", f"/icdi/releases/{pages.name}/index.html")
    assert (status, answer) == (200, "<p>released</p>")
    assert ask(port, "GET", "/icdi/quality/newest")[0] == 307
    assert ask(port, "GET", "/icdi/releases/../../indicators/framework.yaml")[0] == 404
    assert ask(port, "GET", "/icdi/observations/nbs_annual", **own)[0] == 404
    assert ask(port, "GET", f"/icdi/releases/{pages.name}/index.html", Origin="http://evil.example")[0] == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Host": "evil.example"}, 421, id="a name turned to this machine"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="a form of another site"),
        pytest.param({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403, id="an image of another site"),
    ],
)
def test_it_refuses_pages_of_other_sites(port: int, headers: dict[str, str], status: int) -> None:
    assert ask(port, "POST", "/graphql", QUERY, **JSON, **headers)[0] == status
    assert ask(port, "GET", "/", **headers)[0] == status


def test_it_answers_no_question_in_an_address(port: int) -> None:
    """An image of any page asks so, and Dagster would run a mutation."""
    assert ask(port, "GET", "/graphql?query=%7B__typename%7D")[0] == 405


@pytest.mark.parametrize(
    "path", ["/graphql?query=%7B__typename%7D", "/graphql?x=1&%71uery=%7B__typename%7D", "/graphql/?query="]
)
@pytest.mark.parametrize("content", ["", "application/x-www-form-urlencoded", "text/plain"])
def test_it_answers_no_question_in_the_address_of_a_post(port: int, path: str, content: str) -> None:
    """A form of an old browser's page sends so, as a link that is followed, and does not say from where."""
    followed = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert ask(port, "POST", path, "", Content_Type=content)[0] == 405
    assert ask(port, "POST", path, "", Content_Type=content, **followed)[0] == 405
    assert ask(port, "GET", path, Accept="text/html")[0] == 405


def test_its_pages_ask_this_machine_only(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/", headers={"Host": f"localhost:{port}", "Accept": "text/html"})
    answer = connection.getresponse()
    policies = " ".join(value for name, value in answer.getheaders() if name.lower() == "content-security-policy")

    assert "img-src 'self' data: blob:;" in policies
    assert "connect-src 'self' ws://localhost:* ws://127.0.0.1:*" in policies
    assert "script-src 'nonce-" in policies
    assert answer.getheader("X-Content-Type-Options") == "nosniff"


def test_its_web_socket_refuses_pages_of_other_sites(port: int) -> None:
    address = f"ws://localhost:{port}/graphql"
    with connect(address, subprotocols=[PROTOCOL], origin=Origin(f"http://localhost:{port}")) as own:
        own.send(json.dumps({"type": "connection_init"}))
        assert json.loads(own.recv(timeout=10))["type"] == "connection_ack"

    with pytest.raises(InvalidStatus, match="403"):
        connect(address, subprotocols=[PROTOCOL], origin=Origin("https://evil.example"))


def test_it_listens_on_this_machine_only(port: int) -> None:
    with pytest.raises(OSError, match=r"refused|timed out"):
        socket.create_connection(("127.0.0.2", port), timeout=2)


def test_a_taken_port_is_said(port: int, small_project: Project) -> None:
    second = started("ui", "--no-daemon", "--port", port, *small_project.options(), check=False, timeout=60)

    assert second.returncode == 1
    assert second.stderr.strip() == f"icdi: port {port}: Address already in use; give another one with --port"


def test_it_calls_no_other_machine(port: int, watch: Path) -> None:
    assert ask(port, "GET", "/")[0] == 200
    assert noted(watch) == []


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system does not list a process's children")
def test_where_the_daemon_ends_the_interface_ends_and_says_so(small: Project, tmp_path: Path) -> None:
    """So that the service is started again, instead of taking no file."""
    with opened(small, watching(tmp_path / "watch")) as (process, _):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
        commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
        (daemon,) = [child for child, command in commands.items() if b"dagster._daemon" in command]
        os.kill(daemon, signal.SIGKILL)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "icdi: Dagster's daemon ended by itself" in said
