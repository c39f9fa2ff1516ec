"""Expectations derived from the framework; the only package that uses Great Expectations."""
