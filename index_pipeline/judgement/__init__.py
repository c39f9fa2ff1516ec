"""Judgement: what people code from documents and how experts weigh, by workbooks that they fill in."""
