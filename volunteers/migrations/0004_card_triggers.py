"""The database keeps cards and search words in step with what they are made from, whoever writes it."""

import django.contrib.postgres.operations
from django.db import migrations

# What every card should hold, one row per opportunity and local day; dateless work has one row without a day.
SOURCE = """
CREATE VIEW volunteers_card_source AS
SELECT o.id AS opportunity_id, s.day, s.starts, s.ends, COALESCE(s.time_zone, '') AS time_zone, COALESCE(s.shifts, 0) AS shifts,
       o.office_id, COALESCE(v.neighborhood_id, o.neighborhood_id) AS neighborhood_id, v.id AS venue_id, COALESCE(v.name, '') AS place,
       o.title, o.slug, ARRAY(SELECT i.interest_id FROM volunteers_opportunity_interests i WHERE i.opportunity_id = o.id ORDER BY 1) AS interests,
       o.languages_wanted AS languages, o.kind = 'remote' AS remote, o.family_friendly, COALESCE(v.step_free, false) AS step_free, o.urgent,
       s.has_room, (o.state = 'cancelled' OR s.called_off) AS cancelled
FROM volunteers_opportunity o
CROSS JOIN LATERAL (
    SELECT (t.starts AT TIME ZONE t.time_zone)::date AS day,
           COALESCE(min(t.starts) FILTER (WHERE t.cancelled_at IS NULL), min(t.starts)) AS starts,
           COALESCE(max(t.ends) FILTER (WHERE t.cancelled_at IS NULL), max(t.ends)) AS ends,
           min(t.time_zone) AS time_zone, count(*) AS shifts, bool_and(t.cancelled_at IS NOT NULL) AS called_off,
           (array_agg(t.venue_id ORDER BY t.cancelled_at IS NOT NULL, t.starts, t.id))[1] AS venue_id,
           bool_or(t.cancelled_at IS NULL AND EXISTS (
               SELECT FROM volunteers_shiftrole r WHERE r.shift_id = t.id AND (r.capacity IS NULL OR r.capacity > r.taken + r.reserved))) AS has_room
    FROM volunteers_shift t WHERE t.opportunity_id = o.id GROUP BY 1
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, 0, false, NULL,
           COALESCE((SELECT bool_or(r.capacity IS NULL OR r.capacity > r.taken + r.reserved)
                     FROM volunteers_shiftrole r WHERE r.opportunity_id = o.id AND r.shift_id IS NULL), false)
    WHERE o.kind <> 'shifts' AND NOT EXISTS (SELECT FROM volunteers_shift t WHERE t.opportunity_id = o.id)
) s
LEFT JOIN places_venue v ON v.id = s.venue_id
WHERE o.state IN ('published', 'cancelled');
"""

# `SET volunteers.cards = 'off'` in a session lets a bulk load pass; volunteers.cards.refresh_all() follows it.
REFRESH_CARDS = """
CREATE FUNCTION volunteers_refresh_cards(wanted bigint[], days date[] DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF wanted IS NULL OR current_setting('volunteers.cards', true) = 'off' THEN RETURN; END IF;
    -- One refresh of an opportunity at a time: the next statement then sees what the other one committed.
    PERFORM 1 FROM volunteers_opportunity WHERE id = ANY(wanted) ORDER BY id FOR NO KEY UPDATE;
    WITH due AS MATERIALIZED (
        SELECT * FROM volunteers_card_source WHERE opportunity_id = ANY(wanted) AND (days IS NULL OR day IS NULL OR day = ANY(days))
    ), gone AS (
        DELETE FROM volunteers_card c
        WHERE c.opportunity_id = ANY(wanted) AND (days IS NULL OR c.day IS NULL OR c.day = ANY(days)) AND NOT EXISTS (
            SELECT FROM due WHERE due.opportunity_id = c.opportunity_id AND COALESCE(due.day, 'infinity') = COALESCE(c.day, 'infinity'))
    )
    INSERT INTO volunteers_card AS c (
        opportunity_id, day, starts, ends, time_zone, shifts, office_id, neighborhood_id, venue_id, place, title, slug, interests,
        languages, remote, family_friendly, step_free, urgent, has_room, cancelled)
    SELECT * FROM due
    ON CONFLICT (opportunity_id, day) DO UPDATE SET (
        starts, ends, time_zone, shifts, office_id, neighborhood_id, venue_id, place, title, slug, interests,
        languages, remote, family_friendly, step_free, urgent, has_room, cancelled) = (
        excluded.starts, excluded.ends, excluded.time_zone, excluded.shifts, excluded.office_id, excluded.neighborhood_id, excluded.venue_id,
        excluded.place, excluded.title, excluded.slug, excluded.interests, excluded.languages, excluded.remote, excluded.family_friendly,
        excluded.step_free, excluded.urgent, excluded.has_room, excluded.cancelled)
    WHERE (c.starts, c.ends, c.time_zone, c.shifts, c.office_id, c.neighborhood_id, c.venue_id, c.place, c.title, c.slug, c.interests,
           c.languages, c.remote, c.family_friendly, c.step_free, c.urgent, c.has_room, c.cancelled) IS DISTINCT FROM (
           excluded.starts, excluded.ends, excluded.time_zone, excluded.shifts, excluded.office_id, excluded.neighborhood_id, excluded.venue_id,
           excluded.place, excluded.title, excluded.slug, excluded.interests, excluded.languages, excluded.remote, excluded.family_friendly,
           excluded.step_free, excluded.urgent, excluded.has_room, excluded.cancelled);
END $$;
"""

# Called at the end of a sign-up's transaction, and only when the last place went or the first came back: it must never make a
# resident wait for staff who are editing, nor meet them in a deadlock. What it leaves undone then, refresh_all() makes good.
REFRESH_ROOM = """
CREATE FUNCTION volunteers_refresh_room() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = '200ms' AS $$
DECLARE card bigint; room boolean;
BEGIN
    IF current_setting('volunteers.cards', true) = 'off' THEN RETURN NULL; END IF;
    SELECT c.id INTO card FROM volunteers_card c
    WHERE c.opportunity_id = NEW.opportunity_id AND c.day IS NOT DISTINCT FROM (
        SELECT (s.starts AT TIME ZONE s.time_zone)::date FROM volunteers_shift s WHERE s.id = NEW.shift_id)
    FOR UPDATE;
    SELECT s.has_room INTO room FROM volunteers_card_source s JOIN volunteers_card c ON c.opportunity_id = s.opportunity_id AND c.day IS NOT DISTINCT FROM s.day
    WHERE c.id = card AND s.opportunity_id = NEW.opportunity_id;
    UPDATE volunteers_card SET has_room = room WHERE id = card AND has_room <> room;
    RETURN NULL;
EXCEPTION WHEN lock_not_available THEN
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cards_follow_room AFTER UPDATE ON volunteers_shiftrole DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN ((OLD.capacity IS NULL OR OLD.capacity > OLD.taken + OLD.reserved) IS DISTINCT FROM (NEW.capacity IS NULL OR NEW.capacity > NEW.taken + NEW.reserved))
EXECUTE FUNCTION volunteers_refresh_room();
"""

REFRESH_TEXT = """
CREATE FUNCTION volunteers_words(language text, words text) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT to_tsvector((CASE language WHEN 'en' THEN 'english' WHEN 'es' THEN 'spanish' WHEN 'fr' THEN 'french' WHEN 'pt' THEN 'portuguese'
                        WHEN 'ru' THEN 'russian' WHEN 'ar' THEN 'arabic' ELSE 'simple' END)::regconfig, words) || to_tsvector('simple', unaccent(words))
$$;
CREATE AGGREGATE volunteers_joined(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');
CREATE FUNCTION volunteers_refresh_text(wanted bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO volunteers_opportunitytext AS t (opportunity_id, search)
    SELECT o.id, (
        SELECT volunteers_joined(volunteers_words(x.language, x.words)) FROM (
            SELECT 'en' AS language, concat_ws(' . ', o.title, p.name, n.name, o.summary) AS words
            UNION ALL
            SELECT 'en', i.name FROM volunteers_opportunity_interests oi JOIN people_interest i ON i.id = oi.interest_id WHERE oi.opportunity_id = o.id
            UNION ALL
            SELECT tr.language, tr.text FROM languages_translation tr JOIN django_content_type ct ON ct.id = tr.content_type_id
            WHERE ct.app_label = 'volunteers' AND ct.model = 'opportunity' AND tr.object_id = o.id AND tr.status = 'verified'
            UNION ALL
            SELECT tr.language, tr.text FROM languages_translation tr JOIN django_content_type ct ON ct.id = tr.content_type_id
            JOIN volunteers_opportunity_interests oi ON oi.interest_id = tr.object_id
            WHERE ct.app_label = 'people' AND ct.model = 'interest' AND oi.opportunity_id = o.id AND tr.status = 'verified'
        ) x)
    FROM volunteers_opportunity o
    LEFT JOIN people_partnerorganization p ON p.id = o.partner_id
    LEFT JOIN places_neighborhood n ON n.id = o.neighborhood_id
    WHERE o.id = ANY(wanted) AND current_setting('volunteers.cards', true) IS DISTINCT FROM 'off'
    ON CONFLICT (opportunity_id) DO UPDATE SET search = excluded.search WHERE t.search IS DISTINCT FROM excluded.search
$$;
"""


def follow(name, table, event, tables, body):
    """Return a trigger that runs once a statement, over the rows the statement touched."""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


OLD, NEW, BOTH = "OLD TABLE AS was", "NEW TABLE AS now", "OLD TABLE AS was NEW TABLE AS now"
DAYS = "PERFORM volunteers_refresh_cards(array_agg(DISTINCT x.opportunity_id), array_agg(DISTINCT (x.starts AT TIME ZONE x.time_zone)::date)) FROM {}"
CARDS = "PERFORM volunteers_refresh_cards(array_agg(DISTINCT x.{})) FROM {}"
TEXTS = "PERFORM volunteers_refresh_text(array_agg(DISTINCT x.{})) FROM {}"
ROLES = "PERFORM volunteers_refresh_cards(array_agg(DISTINCT x.opportunity_id), CASE WHEN bool_and(s.id IS NOT NULL) THEN array_agg(DISTINCT (s.starts AT TIME ZONE s.time_zone)::date) END) FROM {} x LEFT JOIN volunteers_shift s ON s.id = x.shift_id;"
SAID = """PERFORM volunteers_refresh_text(array_agg(DISTINCT o.id)) FROM {} x JOIN django_content_type ct ON ct.id = x.content_type_id
    JOIN volunteers_opportunity o ON (ct.app_label = 'volunteers' AND ct.model = 'opportunity' AND o.id = x.object_id)
      OR (ct.app_label = 'people' AND ct.model = 'interest' AND o.id IN (SELECT opportunity_id FROM volunteers_opportunity_interests WHERE interest_id = x.object_id));"""
CHANGED = "(SELECT now.* FROM now JOIN was USING (id) WHERE {}) x;"
TOPICS = (
    "(SELECT oi.opportunity_id FROM now JOIN was USING (id) JOIN volunteers_opportunity_interests oi ON oi.interest_id = now.id WHERE now.name <> was.name) x;"
)
PLACES = """(SELECT s.opportunity_id, s.starts, s.time_zone FROM volunteers_shift s JOIN now ON now.id = s.venue_id JOIN was ON was.id = now.id
    WHERE (now.name, now.neighborhood_id, now.step_free) IS DISTINCT FROM (was.name, was.neighborhood_id, was.step_free)) x;"""
SHOWN = ("office_id", "title", "slug", "kind", "state", "languages_wanted", "neighborhood_id", "family_friendly", "urgent")
FOUND = ("title", "summary", "partner_id", "neighborhood_id")
MOVED = ("opportunity_id", "starts", "ends", "time_zone", "venue_id", "cancelled_at")


def differ(columns):
    """Return the condition that one of the columns changed."""
    return f"({', '.join(f'now.{c}' for c in columns)}) IS DISTINCT FROM ({', '.join(f'was.{c}' for c in columns)})"


OPPORTUNITY, SHIFT, ROLE = "volunteers_opportunity", "volunteers_shift", "volunteers_shiftrole"
INTERESTS, TRANSLATION = "volunteers_opportunity_interests", "languages_translation"
MOVES = (
    f"(SELECT z.* FROM (SELECT * FROM was UNION ALL SELECT * FROM now) z WHERE z.id IN (SELECT now.id FROM now JOIN was USING (id) WHERE {differ(MOVED)})) x;"
)
TRIGGERS = [
    ("cards_opportunity_added", OPPORTUNITY, "INSERT", NEW, CARDS.format("id", "now x;") + TEXTS.format("id", "now x;")),
    ("cards_opportunity_changed", OPPORTUNITY, "UPDATE", BOTH, CARDS.format("id", CHANGED.format(differ(SHOWN))) + TEXTS.format("id", CHANGED.format(differ(FOUND)))),
    ("cards_opportunity_removed", OPPORTUNITY, "DELETE", OLD, "DELETE FROM volunteers_card c USING was WHERE c.opportunity_id = was.id; DELETE FROM volunteers_opportunitytext t USING was WHERE t.opportunity_id = was.id;"),
    ("cards_interests_added", INTERESTS, "INSERT", NEW, CARDS.format("opportunity_id", "now x;") + TEXTS.format("opportunity_id", "now x;")),
    ("cards_interests_removed", INTERESTS, "DELETE", OLD, CARDS.format("opportunity_id", "was x;") + TEXTS.format("opportunity_id", "was x;")),
    ("cards_shift_added", SHIFT, "INSERT", NEW, DAYS.format("now x;")),
    ("cards_shift_changed", SHIFT, "UPDATE", BOTH, DAYS.format(MOVES)),
    ("cards_shift_removed", SHIFT, "DELETE", OLD, DAYS.format("was x;")),
    ("cards_role_added", ROLE, "INSERT", NEW, ROLES.format("now")),
    ("cards_role_removed", ROLE, "DELETE", OLD, ROLES.format("was")),
    ("cards_venue_changed", "places_venue", "UPDATE", BOTH, DAYS.format(PLACES)),
    ("cards_interest_renamed", "people_interest", "UPDATE", BOTH, TEXTS.format("opportunity_id", TOPICS)),
    ("cards_translation_added", TRANSLATION, "INSERT", NEW, SAID.format("now")),
    ("cards_translation_changed", TRANSLATION, "UPDATE", BOTH, SAID.format("now")),
    ("cards_translation_removed", TRANSLATION, "DELETE", OLD, SAID.format("was")),
]  # fmt: skip
EVERYTHING = "SELECT volunteers_refresh_cards(array_agg(id)), volunteers_refresh_text(array_agg(id)) FROM volunteers_opportunity;"
FUNCTIONS = "volunteers_refresh_room(), volunteers_refresh_cards(bigint[], date[]), volunteers_refresh_text(bigint[])"
UNDO = (
    "".join(f"DROP FUNCTION {name}() CASCADE;" for name, *_ in TRIGGERS)
    + f"""
DROP FUNCTION {FUNCTIONS} CASCADE; DROP AGGREGATE volunteers_joined(tsvector); DROP FUNCTION volunteers_words(text, text); DROP VIEW volunteers_card_source;
"""
)
DO = [SOURCE, REFRESH_CARDS, REFRESH_ROOM, REFRESH_TEXT, *(follow(*trigger) for trigger in TRIGGERS), EVERYTHING]


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("languages", "0001_ground"),
        ("volunteers", "0003_cards"),
    ]

    operations = [
        django.contrib.postgres.operations.UnaccentExtension(),
        migrations.RunSQL("\n".join(DO), UNDO),
    ]
