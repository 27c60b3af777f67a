from django.db import migrations

# Of records that nobody is reached by, those named by the portal itself, in the languages in which it named them.
BY_NUMBER = r"""
UPDATE people_person guardian
SET name = 'Guardian of #' || consent.person_id,
    name_key = 'guardianof#' || consent.person_id || CASE WHEN guardian.apart = '' THEN '' ELSE ' ' || guardian.apart END
FROM people_guardianconsent consent
WHERE consent.guardian_id = guardian.id AND guardian.email = '' AND guardian.phone = '' AND guardian.address = ''
    AND (guardian.name LIKE 'Guardian of %' OR guardian.name LIKE 'Madre, padre o tutor de %')
"""


class Migration(migrations.Migration):
    """Guardians known by a paper only were named after the child: name them by the number of the child's record, which outlives nobody."""

    dependencies = [("people", "0010_apart")]

    operations = [migrations.RunSQL(BY_NUMBER, migrations.RunSQL.noop)]
