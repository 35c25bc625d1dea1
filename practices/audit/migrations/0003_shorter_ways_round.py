from django.db import migrations

from practices.audit import guards


def install(apps, schema_editor):
    """TRUNCATE on PostgreSQL and REPLACE on SQLite, where 0002 was applied before they were refused."""
    guards.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]  # 0002 takes all away
