from django.db import migrations, models

from intake.migrating import Together


class Migration(migrations.Migration):
    """Who is known for one sensitive event only has a record of their own."""

    dependencies = [
        ('people', '0009_person_search'),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name='person',
                    name='apart',
                    field=models.CharField(blank=True, db_default='', default='', editable=False, help_text='The one sensitive thing this record is for: it is never met elsewhere, nor merged.', max_length=40),
                ),
            ]
        ),
    ]
