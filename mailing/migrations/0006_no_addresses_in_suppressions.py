from django.db import migrations


class Migration(migrations.Migration):
    """What mail servers said named the addresses that refused: cut them out of what is kept."""

    dependencies = [("mailing", "0005_letters_by_address")]

    operations = [
        migrations.RunSQL(
            r"""UPDATE mailing_suppression SET smtp_reply = left(regexp_replace(smtp_reply, '[^\s<>()\[\]:;,"]+@[^\s<>()\[\]:;,"]+', '•••', 'g'), 300)
            WHERE smtp_reply LIKE '%@%'""",
            migrations.RunSQL.noop,
        ),
    ]
