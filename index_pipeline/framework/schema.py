"""JSON schemas of the framework's YAML files, for editors that check while one types."""

import json

from pydantic import BaseModel

from index_pipeline.framework.acknowledgements import Acknowledgements
from index_pipeline.framework.answers import AuditAnswers
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.model import Definition
from index_pipeline.framework.shared import Shared
from index_pipeline.framework.source import Source
from index_pipeline.framework.survey import Survey

MODELS: dict[str, type[BaseModel]] = {
    "framework": Definition,
    "indicator": Indicator,
    "source": Source,
    "survey": Survey,
    "acknowledgements": Acknowledgements,
    "answers": AuditAnswers,
    "shared": Shared,
}


def schemas() -> dict[str, str]:
    """Return the JSON schema of each kind of file, by the name of its file in `indicators/schema`."""
    return {
        f"{kind}.json": json.dumps(model.model_json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for kind, model in MODELS.items()
    }
