"""The two triggers that keep the count of taken seats, whoever writes: form, admin, bulk action, import, shell or SQL."""

import pgtrigger

SEAT_HOLDING = ("held", "requested", "offered", "confirmed", "attended", "no_show", "excused")


def _counts_seats(model):
    return {"capacity", "taken", "reserved"} <= {field.name for field in model._meta.fields}


def _keeps_places(model):
    return {"places", "used", "released_at"} <= {field.name for field in model._meta.fields}


def _reference(model, is_one):
    """Return (column, table) of the model's foreign key to such a model, or None."""
    fields = (f for f in model._meta.fields if f.many_to_one and is_one(f.related_model))
    return next(((field.column, field.related_model._meta.db_table) for field in fields), None)


class count_seats(pgtrigger.Trigger):  # noqa: N801 - reads as the verb it is in a Meta
    """After a booking changes, move `taken` of its seats; two rows are touched in id order, so that nobody deadlocks.

    A booking on places that were kept for somebody uses those up: before `taken` rises and after it falls, so that the seats always fit.
    `also` is SQL for what else is set on the seats of a booking that stays on them.
    """

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Delete | pgtrigger.Update
    also = ""
    declare = [("old_seats", "integer"), ("new_seats", "integer"), ("old_id", "bigint"), ("new_id", "bigint")]
    size = "{row}.party_size"
    holding: tuple[str, ...] = SEAT_HOLDING

    def get_declare(self, model):
        kept = [("old_hold", "bigint"), ("new_hold", "bigint")] if _reference(model, _keeps_places) else []
        return [*self.declare, *kept]

    def get_func(self, model):
        column, table = _reference(model, _counts_seats)
        kept = _reference(model, _keeps_places)
        parts = {part: words.format(column=kept[0], holds=kept[1], table=table) if kept else "" for part, words in _KEPT.items()}
        return _COUNT.format(
            column=column,
            table=table,
            holding=", ".join(f"'{state}'" for state in self.holding),
            old_size=self.size.format(row="OLD"),
            new_size=self.size.format(row="NEW"),
            also=self.also,
            **parts,
        )


_COUNT = """
            old_seats := 0; new_seats := 0;
            IF TG_OP <> 'INSERT' THEN
                old_id := OLD."{column}";{read_old}
                IF OLD.state IN ({holding}) THEN old_seats := {old_size}; END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                new_id := NEW."{column}";{read_new}
                IF NEW.state IN ({holding}) THEN new_seats := {new_size}; END IF;
            END IF;{before}
            IF old_id IS NULL OR new_id IS NULL OR old_id = new_id THEN
                IF new_seats <> old_seats THEN
                    UPDATE "{table}" SET taken = taken + new_seats - old_seats{also} WHERE id = COALESCE(new_id, old_id);
                END IF;
            ELSIF old_id < new_id THEN
                UPDATE "{table}" SET taken = taken - old_seats WHERE id = old_id AND old_seats > 0;
                UPDATE "{table}" SET taken = taken + new_seats WHERE id = new_id AND new_seats > 0;
            ELSE
                UPDATE "{table}" SET taken = taken + new_seats WHERE id = new_id AND new_seats > 0;
                UPDATE "{table}" SET taken = taken - old_seats WHERE id = old_id AND old_seats > 0;
            END IF;{after}
            RETURN NULL;
        """
# For bookings on kept places: the seats are locked first, then the kept places, as the verbs do.
_KEPT = {
    "read_old": """
                old_hold := OLD."{column}";""",
    "read_new": """
                new_hold := NEW."{column}";""",
    "before": """
            IF (old_hold IS NOT NULL OR new_hold IS NOT NULL) AND (old_seats <> new_seats OR old_hold IS DISTINCT FROM new_hold) THEN
                PERFORM 1 FROM "{table}" WHERE id IN (old_id, new_id) ORDER BY id FOR UPDATE;
                IF new_hold = old_hold THEN
                    UPDATE "{holds}" SET used = used + new_seats - old_seats WHERE id = new_hold AND new_seats > old_seats;
                ELSE
                    UPDATE "{holds}" SET used = used + new_seats WHERE id = new_hold AND new_seats > 0;
                END IF;
            END IF;""",
    "after": """
            IF old_hold IS NOT NULL THEN
                IF new_hold = old_hold THEN
                    UPDATE "{holds}" SET used = used + new_seats - old_seats WHERE id = new_hold AND new_seats < old_seats;
                ELSE
                    UPDATE "{holds}" SET used = used - old_seats WHERE id = old_hold AND old_seats > 0;
                END IF;
            END IF;""",
}


class KeepReserved(pgtrigger.Trigger):
    """After kept places change, are used or are released, move `reserved` of their seats."""

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Delete | pgtrigger.Update
    declare = [("old_places", "integer"), ("new_places", "integer"), ("old_id", "bigint"), ("new_id", "bigint")]

    def get_func(self, model):
        column, table = _reference(model, _counts_seats)
        return f"""
            old_places := 0; new_places := 0;
            IF TG_OP <> 'INSERT' THEN
                old_id := OLD."{column}";
                IF OLD.released_at IS NULL THEN old_places := GREATEST(0, OLD.places - OLD.used); END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                new_id := NEW."{column}";
                IF NEW.released_at IS NULL THEN new_places := GREATEST(0, NEW.places - NEW.used); END IF;
            END IF;
            IF old_id = new_id OR old_id IS NULL OR new_id IS NULL THEN
                IF old_places <> new_places THEN
                    UPDATE "{table}" SET reserved = reserved + new_places - old_places WHERE id = COALESCE(new_id, old_id);
                END IF;
            ELSE
                UPDATE "{table}" SET reserved = reserved - old_places WHERE id = old_id;
                UPDATE "{table}" SET reserved = reserved + new_places WHERE id = new_id;
            END IF;
            RETURN NULL;
        """


class Shield(pgtrigger.Trigger):
    """Before a row is written by anyone but the triggers above, put its counters back to what the database knows."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    counters: tuple[str, ...] = ()

    def get_func(self, model):
        zero = " ".join(f"NEW.{counter} := 0;" for counter in self.counters)
        back = " ".join(f"NEW.{counter} := OLD.{counter};" for counter in self.counters)
        return f"""
            IF TG_OP = 'INSERT' THEN
                {zero}
            ELSIF pg_trigger_depth() = 1 THEN
                {back}
            END IF;
            RETURN NEW;
        """


class ShieldCounters(Shield):
    """`taken` and `reserved` of seats belong to the database."""

    counters = ("taken", "reserved")


class ShieldUsed(Shield):
    """`used` of kept places belongs to the database."""

    counters = ("used",)
