from django.db import migrations, models

from intake.migrating import Together


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0004_card_triggers")]

    operations = [
        Together(
            [
                migrations.AddIndex(
                    model_name="card",
                    index=models.Index(condition=models.Q(("remote", True)), fields=["starts", "id"], name="card_remote"),
                ),
            ]
        ),
    ]
