"""Columns of text to columns of facts. No Django, no database, no clock: Arrow in, Arrow out."""
