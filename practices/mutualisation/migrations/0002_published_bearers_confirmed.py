from django.db import migrations

CHUNK = 1000


def keep_what_is_shown(apps, schema_editor):
    """Published sheets already show those they name: they stay. Those of drafts are asked."""
    PracticePage = apps.get_model("practices", "PracticePage")
    Bearing = apps.get_model("mutualisation", "Bearing")
    field = PracticePage._meta.get_field("co_bearers")
    named = field.remote_field.through.objects
    named = named.values_list("practicepage", "territory", "practicepage__live", "practicepage__lead")
    rows = [
        Bearing(practice_id=practice, territory_id=territory, answer="confirmee" if live else "attente")
        for practice, territory, live, lead in named
        if territory != lead
    ]
    Bearing.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("mutualisation", "0001_initial")]

    operations = [migrations.RunPython(keep_what_is_shown, migrations.RunPython.noop)]
