"""The two triggers that keep the count of taken seats, whoever writes: form, admin, bulk action, import, shell or SQL."""

import pgtrigger

SEAT_HOLDING = ("held", "requested", "offered", "confirmed", "attended", "no_show", "excused")


def _counts_seats(model):
    return {"capacity", "taken", "reserved"} <= {field.name for field in model._meta.fields}


class count_seats(pgtrigger.Trigger):  # noqa: N801 - reads as the verb it is in a Meta
    """After a booking changes, move `taken` of its seats; two rows are touched in id order, so that nobody deadlocks."""

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Delete | pgtrigger.Update
    declare = [("old_seats", "integer"), ("new_seats", "integer"), ("old_id", "bigint"), ("new_id", "bigint")]

    def get_func(self, model):
        field = next(f for f in model._meta.fields if f.many_to_one and _counts_seats(f.related_model))
        column, table = field.column, field.related_model._meta.db_table
        holding = ", ".join(f"'{state}'" for state in SEAT_HOLDING)
        return f"""
            old_seats := 0; new_seats := 0;
            IF TG_OP <> 'INSERT' THEN
                old_id := OLD."{column}";
                IF OLD.state IN ({holding}) THEN old_seats := OLD.party_size; END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                new_id := NEW."{column}";
                IF NEW.state IN ({holding}) THEN new_seats := NEW.party_size; END IF;
            END IF;
            IF old_id IS NULL OR new_id IS NULL OR old_id = new_id THEN
                IF new_seats <> old_seats THEN
                    UPDATE "{table}" SET taken = taken + new_seats - old_seats WHERE id = COALESCE(new_id, old_id);
                END IF;
            ELSIF old_id < new_id THEN
                UPDATE "{table}" SET taken = taken - old_seats WHERE id = old_id AND old_seats > 0;
                UPDATE "{table}" SET taken = taken + new_seats WHERE id = new_id AND new_seats > 0;
            ELSE
                UPDATE "{table}" SET taken = taken + new_seats WHERE id = new_id AND new_seats > 0;
                UPDATE "{table}" SET taken = taken - old_seats WHERE id = old_id AND old_seats > 0;
            END IF;
            RETURN NULL;
        """


class ShieldCounters(pgtrigger.Trigger):
    """Before the seats row is written by anyone but the trigger above, put `taken` back to what the database knows."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model):
        return """
            IF TG_OP = 'INSERT' THEN
                NEW.taken := 0;
            ELSIF pg_trigger_depth() = 1 THEN
                NEW.taken := OLD.taken;
            END IF;
            RETURN NEW;
        """
