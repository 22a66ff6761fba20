"""The demonstration newsroom that a fresh install shows."""
