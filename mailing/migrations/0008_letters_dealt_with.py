from django.db import migrations, models

from intake.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("mailing", "0007_call_answers"),
    ]

    operations = [
        migrations.AlterModelOptions(name="message", options={"verbose_name": "letter", "verbose_name_plural": "letters"}),
        Together(
            [
                migrations.AddField(
                    model_name="message",
                    name="settled_at",
                    field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="dealt with"),
                ),
            ]
        ),
    ]
