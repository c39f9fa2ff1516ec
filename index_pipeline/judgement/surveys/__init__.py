"""Surveys: documents coded by several people, their agreement, and the figures that come of it."""
