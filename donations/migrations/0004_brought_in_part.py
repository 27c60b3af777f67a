from django.db import migrations, models

STATES = [
    ("held", "not confirmed yet"), ("promised", "promised"), ("partly", "partly brought"), ("brought", "brought"), ("withdrawn", "withdrawn"),
    ("in_part", "brought in part"), ("lapsed", "not brought"), ("expired", "not confirmed in time"),
]  # fmt: skip

from intake.migrating import Together


class Migration(migrations.Migration):
    dependencies = [("donations", "0003_a_time_belongs_to_a_pledge")]

    operations = [
        Together(
            [
                migrations.AlterField("pledge", "state", models.CharField(choices=STATES, default="held", max_length=10, verbose_name="state")),
                migrations.AlterField("pledgechange", "state", models.CharField(choices=STATES, default="held", max_length=10, verbose_name="state")),
                migrations.AlterField("pledgeline", "state", models.CharField(choices=STATES, default="held", editable=False, max_length=10)),
            ]
        ),
    ]
