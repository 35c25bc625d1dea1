from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0006_confirmations_are_answers"),
    ]

    operations = [
        migrations.RenameField("draftkey", "created_at", "saved_at"),
        migrations.AlterField("draftkey", "saved_at", models.DateTimeField(auto_now=True)),
    ]
