from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Concat

searched = Concat("name_key", Value(" "), "email", Value(" "), "phone", output_field=models.TextField())


class Migration(migrations.Migration):
    """Staff look for people by any part of a name, address or number: one trigram index answers for all three."""

    atomic = False

    dependencies = [("people", "0008_absences")]

    operations = [
        TrigramExtension(),
        AddIndexConcurrently(model_name="person", index=GinIndex(OpClass(searched, name="gin_trgm_ops"), name="person_search")),
    ]
