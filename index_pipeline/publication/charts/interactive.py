"""A chart as an object of Plotly's, for notebooks."""

from typing import TypeAlias

import plotly.graph_objects as go

from index_pipeline.publication.charts.chart import Chart

PlotlyFigure: TypeAlias = go.Figure


def interactive(figure: Chart) -> PlotlyFigure:
    """Return `figure` as a Plotly figure, which a notebook shows and a reader may change."""
    return PlotlyFigure(figure.plot)
