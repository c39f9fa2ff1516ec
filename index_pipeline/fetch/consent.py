"""Whether this machine may ask other hosts: never by default, only if its owner has allowed it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from index_pipeline.errors import UserError
from index_pipeline.fetch.memory import allow, allowed_hosts
from index_pipeline.language import Bilingual

SWITCH = "ICDI_FETCH"


class NotAllowedError(UserError):
    """The owner has not allowed that hosts are asked."""


def is_switched_on(environment: Mapping[str, str]) -> bool:
    """Return whether the environment allows fetching without asking: the only way for schedules."""
    return environment.get(SWITCH) == "1"


def consent(
    hosts: Iterable[str], data: Path, environment: Mapping[str, str], confirm: Callable[[str], bool] | None
) -> None:
    """Return silently if `hosts` may be asked; ask the owner, once for each host, if that is not decided yet.

    Args:
        hosts: The hosts.
        data: The data folder, in which the answer is remembered for this machine.
        environment: ICDI_FETCH=1 allows, any other value forbids.
        confirm: Asks a person; None if nobody is there.

    Raises:
        NotAllowedError: it is forbidden, nobody is there to be asked, or the answer is no.
    """
    names = sorted(set(hosts))
    listed = ", ".join(names)
    if is_switched_on(environment):
        return
    if environment.get(SWITCH):
        raise NotAllowedError(
            Bilingual(
                f"{SWITCH}={environment[SWITCH]}: fetching is switched off",
                f"{SWITCH}={environment[SWITCH]}：已关闭联网获取",
            )
        )
    if set(names) <= allowed_hosts(data):
        return
    if confirm is None:
        raise NotAllowedError(
            Bilingual(
                f"nothing is fetched unless the owner allows it: set {SWITCH}=1 to let {listed} be asked, or give the "
                "command once in a terminal",
                f"默认不联网；允许访问 {listed} 请设 {SWITCH}=1，或在终端运行一次并确认",
            )
        )
    question = Bilingual(
        f"This asks {listed}, one request at a time, and sends nothing but the question. Allow it from now on?",
        f"本程序将以只读方式逐个请求 {listed}，不发送任何数据；允许吗？",
    )
    if not confirm(question):
        raise NotAllowedError(Bilingual("not allowed: nothing was asked", "未获允许，未作任何请求"))
    allow(data, names)
