"""How the database came to its present shape: one file per step, run by bot/db/migrate.py."""
