"""Bring in files: upload, see what was found, correct it, import, take back."""
