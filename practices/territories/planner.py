"""What PostgreSQL's planner knows of the tables."""

from django.db import connection


def refresh_statistics(*models):
    """Let the planner see what a bulk load has just written, inside its transaction too.

    Until PostgreSQL does it by itself, a minute later, it reckons with empty tables and may join millions of
    times. SQLite needs nothing.
    """
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
