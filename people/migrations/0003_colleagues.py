from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_history"),
    ]

    operations = [
        migrations.AlterModelOptions(name="user", options={"verbose_name": "colleague", "verbose_name_plural": "colleagues"}),
    ]
