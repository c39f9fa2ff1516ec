"""The first edition gives the scores that it gave when it was the only one, from the figures known today."""

import numpy as np
import pandas as pd
from running import ROOT

from index_pipeline.publication.releases.contents import Contents

PUBLISHED = ROOT / "tests" / "reference" / "first_edition" / "index.csv"


def test_its_index_is_as_published(real: Contents) -> None:
    published = pd.read_csv(PUBLISHED, dtype={"ref_area": str}).set_index(["ref_area", "time_period"])

    computed = real.tables["rankings"].to_pandas()
    index = computed[computed["component_id"] == "icdi"].set_index(["ref_area", "time_period"])

    assert set(index.index) == set(published.index)
    index = index.loc[published.index]
    np.testing.assert_allclose(index["score"].astype(float), published["score"], rtol=1e-11)
    assert index["rank"].tolist() == published["rank"].tolist()
