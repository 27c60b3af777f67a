from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT

from intake.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_ground"),
        ("mailing", "0002_pulse_and_kept_letters"),
    ]

    operations = [
        Together(
            [
                migrations.RemoveConstraint(model_name="message", name="one_message_per_recipient_kind_about_period"),
            ]
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="message",
                    constraint=models.UniqueConstraint(fields=("about", "kind", "recipient", "period"), name="one_message_per_recipient_kind_about_period"),
                ),
            ]
        ),
        Together(
            [
                migrations.RemoveIndex(model_name="message", name="message_about"),
                migrations.RemoveIndex(model_name="message", name="message_state"),
            ]
        ),
        Together(
            [
                migrations.AddIndex(
                    model_name="message",
                    index=models.Index(fields=["state", "-created_at"], name="message_rest", condition=~Q(state__in=["queued", "sending", "sent"])),
                ),
            ]
        ),
        Together(
            [
                migrations.AlterField(
                    model_name="message",
                    name="office",
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=PROTECT, related_name="messages", to="people.office"),
                ),
            ]
        ),
    ]
