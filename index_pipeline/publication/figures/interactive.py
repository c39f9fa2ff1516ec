"""A chart as an object of Plotly's, for notebooks."""

from typing import TypeAlias

import plotly.graph_objects as go

from index_pipeline.publication.figures.figure import Figure

PlotlyFigure: TypeAlias = go.Figure


def interactive(figure: Figure) -> PlotlyFigure:
    """Return `figure` as a Plotly figure, which a notebook shows and a reader may change."""
    return PlotlyFigure(figure.plot)
