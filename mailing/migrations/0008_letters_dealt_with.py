from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mailing", "0007_call_answers"),
    ]

    operations = [
        migrations.AlterModelOptions(name="message", options={"verbose_name": "letter", "verbose_name_plural": "letters"}),
        migrations.AddField(
            model_name="message",
            name="settled_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="dealt with"),
        ),
    ]
