import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    """Names that are spelled alike are found by an index, and so is who was merged into somebody."""

    atomic = False

    dependencies = [("people", "0006_merging")]

    operations = [
        TrigramExtension(),
        AddIndexConcurrently(
            model_name="person",
            index=models.Index(fields=["merged_into"], name="person_merged", condition=models.Q(merged_into__isnull=False)),
        ),
        AddIndexConcurrently(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name_key"], name="person_like_name", opclasses=["gin_trgm_ops"], condition=models.Q(neighborhood__isnull=False)
            ),
        ),
    ]
