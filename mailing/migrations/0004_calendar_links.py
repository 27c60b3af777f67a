from django.db import migrations, models

from intake.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("mailing", "0003_fewer_message_indexes"),
    ]

    operations = [
        Together(
            [
                migrations.AlterField(
                    model_name="accesslink",
                    name="purpose",
                    field=models.CharField(
                        choices=[("prove", "prove an address"), ("manage", "see and change one thing"), ("calendar", "read one's own calendar")],
                        max_length=10,
                    ),
                ),
                migrations.AlterField(
                    model_name="accesslink",
                    name="scope",
                    field=models.CharField(blank=True, help_text="app.model:id of the one thing it opens, or “calendar”; empty for proving an address.", max_length=60),
                ),
            ]
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="accesslink",
                    constraint=models.UniqueConstraint(fields=("address",), condition=models.Q(purpose="calendar"), name="one_calendar_per_address"),
                ),
            ]
        ),
    ]
