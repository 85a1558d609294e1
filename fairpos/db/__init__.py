"""The database: one door for reading, one for writing, the same tables on SQLite and PostgreSQL."""
