from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vitality', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='asked_again_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='redemandé le'),
        ),
        migrations.AddField(
            model_name='question',
            name='former_state',
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='question',
            name='former_state_date',
            field=models.DateField(editable=False, null=True),
        ),
    ]
