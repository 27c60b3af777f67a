from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """“Forget me” looks for letters to an address: of these there are few, and only they pay for the index."""

    atomic = False

    dependencies = [("mailing", "0004_calendar_links")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(fields=["to"], name="message_to", condition=~models.Q(to="")),
        ),
    ]
