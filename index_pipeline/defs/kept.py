"""Steps and checks by digest: one whose tables, framework and program are those of an earlier run is not made again."""

import json
from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.keeping import Keeping, digest
from index_pipeline.methods.figures import used_part
from index_pipeline.quality.suites import Suite
from index_pipeline.quality.validate import Report, validate
from index_pipeline.steps import Step

FIGURES = ("observations", "first_observations")
"""Tables of which a step is given what the framework uses: a change of another figure, or of a note, concerns none."""


def kept_step(step: Step, found: Mapping[str, pa.Table], framework: Framework, keeping: Keeping) -> dict[str, pa.Table]:
    """Return the tables of a step, computed if they are not kept."""
    given = {name: used_part(found[name], framework) if name in FIGURES else found[name] for name in step.takes}
    digests = {name: digest(table) for name, table in given.items()}
    key = keeping.key(step=step.name, given=digests, framework=framework.content)
    made = keeping.tables(key)
    if made is None:
        made = step.compute(given, framework)
        keeping.put_tables(key, made)
    return made


def kept_report(
    table: pa.Table, suite: Suite, framework: Framework, today: date, name: str, keeping: Keeping
) -> Report:
    """Return the report of a check, made if it is not kept. Acknowledgements apply on a day, so it is of that day."""
    key = keeping.key(
        check=name, suite=suite.table.name, table=digest(table), framework=framework.content, day=today.isoformat()
    )
    content = keeping.made(key, lambda: json.dumps(validate(table, suite, framework, today, name).as_dict()).encode())
    return Report.from_dict(json.loads(content))
