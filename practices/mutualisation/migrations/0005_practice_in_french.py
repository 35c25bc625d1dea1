import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mutualisation", "0004_unnamed_not_proposed")]

    operations = [
        migrations.AlterField(
            model_name="bearing",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bearings",
                to="practices.practicepage",
                verbose_name="fiche",
            ),
        ),
    ]
