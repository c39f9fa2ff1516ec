"""`icdi withdraw`: withdraw a batch of figures."""

from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import phrase
from index_pipeline.clock import today
from index_pipeline.places import store_folder


def withdraw(
    batch: Annotated[
        str,
        typer.Argument(
            help="批次：路径或文件名，如 icdi ingest 所示 · batch: its path or its name, as `icdi ingest` says"
        ),
    ],
    why: Annotated[str, typer.Option(help="撤回的理由 · why it is withdrawn")],
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """将一批数据撤回到 data/withdrawn ·
    Move a batch of figures from the store to data/withdrawn.

    附写明理由的回执 · A receipt beside it says why.

    例 Example: icdi withdraw observations/nbs_annual/2026-03-01__0123456789ab.csv --why 数据文件有误
    """
    from index_pipeline.sources.store.withdrawal import withdraw as take_back

    target = take_back(batch, why, store_folder(data), today())
    if as_json:
        console.answer({"batch": batch, "moved_to": str(target)})
    else:
        console.say(phrase("batch_withdrawn", batch=batch, target=target))
