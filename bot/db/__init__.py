"""The database: engine, tables, encrypted fields, migrations."""
