"""What makes the audit append-only, whoever writes to the database: triggers.

A line is never changed, and not deleted in its first six months: the shortest time that the CNIL
recommends to keep a log. The two shorter ways round are shut too: on PostgreSQL TRUNCATE, which asks no
trigger of rows; on SQLite REPLACE, which deletes without asking any.
"""

TABLE = "audit_entry"
MESSAGE = "The audit is append-only."
SHORTEST_DAYS = 180

SQLITE = {
    "install": (
        f"""CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
        f"""CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON {TABLE}
        WHEN OLD.at > datetime('now', '-{SHORTEST_DAYS} days')
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
        f"""CREATE TRIGGER IF NOT EXISTS audit_no_replace BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",  # noqa: S608  nothing here is typed by anybody
    ),
    "remove": (
        "DROP TRIGGER IF EXISTS audit_no_update",
        "DROP TRIGGER IF EXISTS audit_no_delete",
        "DROP TRIGGER IF EXISTS audit_no_replace",
    ),
    "let_empty": ("DROP TRIGGER IF EXISTS audit_no_delete",),
}
POSTGRESQL = {
    "install": (
        f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE OR REPLACE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
        f"""CREATE OR REPLACE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE}
        FOR EACH ROW WHEN (OLD.at > now() - interval '{SHORTEST_DAYS} days')
        EXECUTE FUNCTION audit_refuse()""",
        f"""CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    ),
    "remove": (
        f"DROP TRIGGER IF EXISTS audit_no_update ON {TABLE}",
        f"DROP TRIGGER IF EXISTS audit_no_delete ON {TABLE}",
        f"DROP TRIGGER IF EXISTS audit_no_truncate ON {TABLE}",
        "DROP FUNCTION IF EXISTS audit_refuse()",
    ),
    "let_empty": (f"DROP TRIGGER IF EXISTS audit_no_truncate ON {TABLE}",),
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def install(connection):
    """Put the triggers in place; a second time changes nothing."""
    _run(connection, "install")


def remove(connection):
    """Take them away: for going back on the migration."""
    _run(connection, "remove")


def let_empty(connection):
    """Let `flush` empty the table: for a database of tests, which is emptied after each that commits."""
    _run(connection, "let_empty")


def _run(connection, what):
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor][what]:
            cursor.execute(statement)
