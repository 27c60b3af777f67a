"""What the database keeps in step by itself: on no day are more kits lent than the office owns, and never are more out, however late they come back.

Whoever writes a loan locks the kit first, in id order, so that two loans at once cannot both take the last one.
"""

import pgtrigger

_MOST = """
    SELECT COALESCE(max(busy), 0) INTO most FROM (
        SELECT sum(loan.quantity) AS busy
        FROM generate_series(first_day, last_day, interval '1 day') day
        JOIN {loans} loan ON loan.kit_id = the_kit AND loan.state IN ('reserved', 'out') AND day::date BETWEEN loan.since AND loan.until
        GROUP BY day
    ) days;
"""
_REFUSE = """
    RAISE EXCEPTION 'more than the % owned would be lent on a day', has USING ERRCODE = 'check_violation', CONSTRAINT = 'kits_fit';
"""


class KeepKits(pgtrigger.Trigger):
    """After a loan is written: on none of its days are more lent than are owned, and of what is out no more is out than is owned."""

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("kit_id", "quantity", "since", "until", "state")
    declare = [("has", "integer"), ("most", "bigint"), ("the_kit", "bigint"), ("first_day", "date"), ("last_day", "date")]

    def get_func(self, model):
        kits = model._meta.get_field("kit").related_model._meta.db_table
        most = _MOST.format(loans=f'"{model._meta.db_table}"')
        return f"""
            IF NEW.state NOT IN ('reserved', 'out') THEN RETURN NULL; END IF;
            the_kit := NEW.kit_id; first_day := NEW.since; last_day := NEW.until;
            SELECT owned INTO has FROM "{kits}" WHERE id = the_kit FOR UPDATE;
            {most}
            IF most > has THEN {_REFUSE} END IF;
            IF NEW.state = 'out' THEN
                SELECT sum(quantity) INTO most FROM "{model._meta.db_table}" WHERE kit_id = the_kit AND state = 'out';
                IF most > has THEN {_REFUSE} END IF;
            END IF;
            RETURN NULL;
        """


class KeepOwned(pgtrigger.Trigger):
    """Before fewer of a kit are owned: what is lent from today on still fits."""

    when = pgtrigger.After
    operation = pgtrigger.UpdateOf("owned")
    declare = [("has", "integer"), ("most", "bigint"), ("the_kit", "bigint"), ("first_day", "date"), ("last_day", "date")]

    def get_func(self, model):
        loans = f'"{model._meta.app_label}_kitloan"'
        most = _MOST.format(loans=loans)
        return f"""
            IF NEW.owned >= OLD.owned THEN RETURN NULL; END IF;
            the_kit := NEW.id; has := NEW.owned;
            SELECT LEAST(min(since), max(until)), max(until) INTO first_day, last_day FROM {loans}
                WHERE kit_id = the_kit AND state IN ('reserved', 'out');
            IF last_day IS NULL THEN RETURN NULL; END IF;
            {most}
            IF most > has THEN {_REFUSE} END IF;
            RETURN NULL;
        """
