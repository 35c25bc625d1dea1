"""Attached files and pictures become files of the sheets.

What was attached from Wagtail's library is detached, in old versions too (their numbers would be taken for those
of other files); the library keeps it. No town could send files so far.
"""

import django.db.models.deletion
from django.db import migrations, models


def detach(apps, schema_editor):
    apps.get_model("practices", "Attachment").objects.all().delete()
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="practices", content_type__model="practicepage"
    )
    for revision in revisions.iterator():
        if revision.content.get("image") or revision.content.get("attachments"):
            revision.content |= {"image": None, "image_alt": "", "image_credit": "", "attachments": []}
            revision.save(update_fields=["content"])
    held = apps.get_model("practices", "PracticePage").objects.exclude(image=None)
    held.update(image=None, image_alt="", image_credit="")


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0003_page_keys'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(detach, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name='attachment', name='document'),
        migrations.RemoveField(model_name='practicepage', name='image'),
        migrations.AddField(
            model_name='attachment',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='files.sheetfile', verbose_name='fichier'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='credit',
            field=models.CharField(blank=True, max_length=120, verbose_name='crédit'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='language',
            field=models.CharField(blank=True, choices=[('fr', 'français'), ('en', 'anglais'), ('de', 'allemand'), ('es', 'espagnol'), ('it', 'italien'), ('nl', 'néerlandais'), ('ca', 'catalan'), ('br', 'breton'), ('eu', 'basque'), ('co', 'corse'), ('oc', 'occitan')], max_length=8, verbose_name='langue'),
        ),
        migrations.AddField(
            model_name='practicepage',
            name='image',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='files.sheetfile', verbose_name='image'),
        ),
    ]
