"""SQLite whose writers queue instead of asking again and again whether it is their turn."""
