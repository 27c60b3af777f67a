from django.db import migrations


class Migration(migrations.Migration):
    """Letters with a code said what somebody wanted to come to, by address: the words are of no more use."""

    dependencies = [("mailing", "0010_returned")]

    operations = [
        migrations.RunSQL(
            """UPDATE mailing_message SET text = '' WHERE kind = 'confirm_code' AND "to" <> '' AND text <> ''""",
            migrations.RunSQL.noop,
        ),
    ]
