from django.db import migrations


def mark_those_no_longer_named(apps, schema_editor):
    """What the last version of a sheet does not name is not waited for."""
    Bearing = apps.get_model("mutualisation", "Bearing")
    contents = "practice__latest_revision__content__co_bearers"
    rows = Bearing.objects.exclude(practice__latest_revision=None).values_list("pk", "territory", contents)
    gone = [pk for pk, territory, named in rows.iterator() if territory not in (named or [])]
    for start in range(0, len(gone), 500):
        Bearing.objects.filter(pk__in=gone[start : start + 500]).update(is_proposed=False)


class Migration(migrations.Migration):
    dependencies = [("mutualisation", "0003_named_and_mailed")]

    operations = [migrations.RunPython(mark_those_no_longer_named, migrations.RunPython.noop)]
