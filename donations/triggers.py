"""What the database keeps in step by itself: promises and goods of a need, lines of a pledge, stock of a location.

Everybody locks in one order: needs by id, then lines of pledges, then stock. Numbers of a need (`taken`, `reserved`, `received`), of a
line (`brought`, `state`) and of the stock are written by these triggers alone; whoever else writes them gets back what stood there.
"""

import pgtrigger

from bookings.triggers import count_seats


class KeepNeed(pgtrigger.Trigger):
    """Before a need is written: capacity is the target where promises are capped; the counters are the database's own."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model):
        return """
            NEW.capacity := CASE WHEN NEW.is_capped THEN NEW.target END;
            IF TG_OP = 'INSERT' THEN
                NEW.taken := 0; NEW.reserved := 0; NEW.received := 0;
                RETURN NEW;
            END IF;
            IF pg_trigger_depth() = 1 THEN
                NEW.taken := OLD.taken; NEW.received := OLD.received;
            END IF;
            IF NEW.capacity IS NULL THEN
                NEW.reserved := 0;
            ELSIF NEW.taken > OLD.taken AND NEW.reserved = OLD.reserved THEN
                NULL; -- a new promise fits beside what has come, or is refused
            ELSE
                NEW.reserved := GREATEST(0, LEAST(NEW.received, NEW.capacity - NEW.taken));
            END IF;
            RETURN NEW;
        """


class count_promises(count_seats):  # noqa: N801 - reads as the verb it is in a Meta
    """A need's `taken` is what is promised and has not come yet.

    What is taken back stands as promised again, as if it had never come: what is kept for other goods is counted anew, for those may be more than was wanted.
    """

    size = "GREATEST(0, {row}.quantity - {row}.brought)"
    also = """,
                        reserved = CASE WHEN OLD.state = 'brought' OR NEW.brought < OLD.brought THEN 0 ELSE reserved END"""
    holding = ("held", "promised", "partly")


class count_stops(count_seats):  # noqa: N801
    """A window's `taken` is the number of stops that are asked for or planned in it."""

    size = "CASE WHEN {row}.window_id IS NULL THEN 0 ELSE 1 END"
    holding = ("held", "requested", "proposed", "scheduled", "assigned", "collected", "partly", "missed")


class RenewLink(pgtrigger.Trigger):
    """Another driver, or none: the link of the one before opens nothing any more, whoever writes."""

    when = pgtrigger.Before
    operation = pgtrigger.UpdateOf("driver_id")

    def get_func(self, model):
        return """
            IF NEW.driver_id IS DISTINCT FROM OLD.driver_id THEN
                NEW.nonce := replace(gen_random_uuid()::text, '-', '');
            END IF;
            RETURN NEW;
        """


class LeadStops(pgtrigger.Trigger):
    """The stops of a run are assigned to a driver when it has one, and scheduled when it has none."""

    when = pgtrigger.After
    operation = pgtrigger.UpdateOf("driver_id")
    condition = pgtrigger.AnyChange("driver")

    def get_func(self, model):
        return """
            UPDATE donations_pickuprequest SET state = CASE WHEN NEW.driver_id IS NULL THEN 'scheduled' ELSE 'assigned' END
            WHERE window_id IN (SELECT id FROM donations_pickupwindow WHERE run_id = NEW.id)
                AND state = CASE WHEN NEW.driver_id IS NULL THEN 'assigned' ELSE 'scheduled' END;
            RETURN NULL;
        """


class ShieldLine(pgtrigger.Trigger):
    """Before a line of a pledge is written: its state is the pledge's, and what was brought is the database's own."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model):
        return """
            IF TG_OP = 'INSERT' THEN
                NEW.brought := 0;
                SELECT state INTO NEW.state FROM donations_pledge WHERE id = NEW.pledge_id;
            ELSIF pg_trigger_depth() = 1 THEN
                NEW.brought := OLD.brought; NEW.state := OLD.state;
            END IF;
            RETURN NEW;
        """


class LeadLines(pgtrigger.Trigger):
    """A pledge takes its lines along from state to state; their needs are locked by id first."""

    when = pgtrigger.After
    operation = pgtrigger.UpdateOf("state")
    condition = pgtrigger.AnyChange("state")

    def get_func(self, model):
        return """
            PERFORM 1 FROM donations_need WHERE id IN (SELECT need_id FROM donations_pledgeline WHERE pledge_id = NEW.id) ORDER BY id FOR UPDATE;
            UPDATE donations_pledgeline SET state = NEW.state WHERE pledge_id = NEW.id;
            RETURN NULL;
        """


class FixLocation(pgtrigger.Trigger):
    """Goods that were booked at a location stay booked there."""

    when = pgtrigger.Before
    operation = pgtrigger.UpdateOf("location_id")

    def get_func(self, model):
        return """
            NEW.location_id := OLD.location_id;
            RETURN NEW;
        """


class ShieldStock(pgtrigger.Trigger):
    """Stock is written by the triggers below alone."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model):
        return """
            IF pg_trigger_depth() = 1 THEN
                NEW.quantity := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.quantity END;
            END IF;
            RETURN NEW;
        """


class CountGoods(pgtrigger.Trigger):
    """After goods are written down, changed or taken out: move what was received, the stock, and what was brought of a promise.

    Subclasses give SQL for one row ({row} is OLD or NEW): its location, how many it adds to what was received and to the stock.
    """

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("place", "bigint"), ("amount", "integer")]
    location = ""
    received = "0"
    stock = ""
    brought = ""

    def get_func(self, model):
        take_back = self._move("OLD", "-")
        add = self._move("NEW", "+")
        return f"""
            PERFORM 1 FROM donations_need WHERE id IN (
                CASE WHEN TG_OP <> 'INSERT' THEN OLD.need_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.need_id END
            ) ORDER BY id FOR UPDATE;
            IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
                RETURN NULL;
            END IF;
            IF TG_OP <> 'DELETE' THEN {add} END IF;
            IF TG_OP <> 'INSERT' THEN {take_back} END IF;
            RETURN NULL;
        """

    def _move(self, row, sign):
        back = "1" if sign == "+" else "-1"
        brought = f"UPDATE donations_pledgeline SET brought = brought {sign} {row}.quantity WHERE id = {row}.pledge_line_id;" if self.brought else ""
        return f"""
            amount := {back} * ({self.received.format(row=row)});
            IF amount <> 0 THEN
                UPDATE donations_need SET received = received + amount WHERE id = {row}.need_id;
            END IF;
            {brought}
            {self.location.format(row=row)}
            amount := {back} * ({self.stock.format(row=row)});
            IF place IS NOT NULL AND amount <> 0 THEN
                INSERT INTO donations_stock (location_id, need_id, quantity) VALUES (place, {row}.need_id, 0) ON CONFLICT (location_id, need_id) DO NOTHING;
                UPDATE donations_stock SET quantity = quantity + amount WHERE location_id = place AND need_id = {row}.need_id;
            END IF;
        """


class count_donated(CountGoods):  # noqa: N801
    """A donated line adds to what was received, to what was brought of a promise, and to the stock as far as it is fit for use."""

    location = "SELECT location_id INTO place FROM donations_donation WHERE id = {row}.donation_id;"
    received = "{row}.quantity"
    stock = "{row}.quantity - {row}.unusable"
    brought = "yes"


class count_handed_over(CountGoods):  # noqa: N801
    """What is given on leaves the stock."""

    location = "SELECT location_id INTO place FROM donations_handover WHERE id = {row}.hand_over_id;"
    stock = "-{row}.quantity"


class count_correction(CountGoods):  # noqa: N801
    """A correction moves the stock, and what was received where it was counted wrong."""

    location = "place := {row}.location_id;"
    received = "CASE WHEN {row}.kind = 'miscount' THEN {row}.change ELSE 0 END"
    stock = "{row}.change"
