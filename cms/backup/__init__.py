"""The site in one file: every row and every picture, but no key.

- `archive` is the file: a ZIP with a list of what is in it and the digest of each.
- `sqlite` and `postgres` write a database as it was at one moment, and bring it back.
- `moving` brings a SQLite site into PostgreSQL.
- `pictures` knows which files the rows mention; `make` and `restore` put it all together.
"""
