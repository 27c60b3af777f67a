import django.db.models.deletion
from django.db import migrations, models

from intake.migrating import Together


class Migration(migrations.Migration):
    """How people heard of what they come to: by which counted link."""

    dependencies = [
        ("sharing", "0001_tracked_links"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Heard",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(help_text="The booking, by its name in letters: app.model:id.", max_length=60, unique=True)),
                        (
                            "link",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="heard", to="sharing.trackedlink"),
                        ),
                    ],
                    options={"verbose_name": "how somebody heard", "verbose_name_plural": "how people heard"},
                ),
            ]
        ),
    ]
