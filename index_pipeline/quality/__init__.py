"""Expectations derived from the framework, and the one room that knows Great Expectations."""
