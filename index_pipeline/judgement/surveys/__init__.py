"""Surveys: documents coded by several people, their agreement, and the resulting figures."""
