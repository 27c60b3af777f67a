"""What the database keeps in step by itself: a sign-up's shift, a role's opportunity, and how long a day is."""

import pgtrigger


class FollowRole(pgtrigger.Trigger):
    """A sign-up's shift is its role's shift, whoever writes it."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("shift_role_id")

    def get_func(self, model):
        return """
            SELECT shift_id INTO NEW.shift_id FROM volunteers_shiftrole WHERE id = NEW.shift_role_id;
            RETURN NEW;
        """


class FollowShift(pgtrigger.Trigger):
    """A role's opportunity is its shift's opportunity."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("shift_id")

    def get_func(self, model):
        return """
            IF NEW.shift_id IS NOT NULL THEN
                SELECT opportunity_id INTO NEW.opportunity_id FROM volunteers_shift WHERE id = NEW.shift_id;
            END IF;
            RETURN NEW;
        """


# Who drives: the first who was confirmed in the role. A driver whom the office has set stays.
_DRIVING = "('confirmed', 'attended')"
_FIRST = f"(SELECT person_id FROM volunteers_signup WHERE shift_role_id = {{role}} AND state IN {_DRIVING} ORDER BY id LIMIT 1)"
_STILL_ON = "state IN ('planned', 'on_the_way')"


class DriveRun(pgtrigger.Trigger):
    """Whoever is confirmed in a role that drives a pick-up run is its driver; who cancels is not, and the next one confirmed is, if there is one."""

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("state", "person_id", "shift_role_id")
    declare = [("wanted", "bigint")]

    def get_func(self, model):
        return f"""
            IF TG_OP <> 'INSERT' AND OLD.state IN {_DRIVING} THEN
                SELECT run_id INTO wanted FROM volunteers_shiftrole WHERE id = OLD.shift_role_id;
                IF wanted IS NOT NULL AND (
                    TG_OP = 'DELETE' OR NEW.state NOT IN {_DRIVING} OR NEW.person_id <> OLD.person_id OR NEW.shift_role_id <> OLD.shift_role_id
                ) THEN
                    UPDATE donations_pickuprun SET driver_id = {_FIRST.format(role="OLD.shift_role_id")}
                    WHERE id = wanted AND driver_id = OLD.person_id AND {_STILL_ON};
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' AND NEW.state IN {_DRIVING} THEN
                SELECT run_id INTO wanted FROM volunteers_shiftrole WHERE id = NEW.shift_role_id;
                IF wanted IS NOT NULL THEN
                    UPDATE donations_pickuprun SET driver_id = NEW.person_id WHERE id = wanted AND driver_id IS NULL AND {_STILL_ON};
                END IF;
            END IF;
            RETURN NULL;
        """


class LeadRun(pgtrigger.Trigger):
    """A role that is given a run gives it its driver; a role that drives it no more takes its driver along."""

    when = pgtrigger.After
    operation = pgtrigger.UpdateOf("run_id")
    condition = pgtrigger.AnyChange("run")

    def get_func(self, model):
        return f"""
            UPDATE donations_pickuprun SET driver_id = NULL WHERE id = OLD.run_id AND {_STILL_ON}
                AND driver_id IN (SELECT person_id FROM volunteers_signup WHERE shift_role_id = OLD.id AND state IN {_DRIVING});
            UPDATE donations_pickuprun SET driver_id = {_FIRST.format(role="NEW.id")} WHERE id = NEW.run_id AND driver_id IS NULL AND {_STILL_ON};
            RETURN NULL;
        """


class DayHas24Hours(pgtrigger.Trigger):
    """A person's live entries of one day say 24 hours at most together; one is written at a time, so that two cannot pass side by side."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("minutes", "day", "state", "person_id")
    declare = [("already", "bigint")]

    def get_func(self, model):
        return """
            IF NEW.person_id IS NULL OR NEW.minutes = 0 OR NEW.state NOT IN ('claimed', 'approved') THEN
                RETURN NEW;
            END IF;
            PERFORM pg_advisory_xact_lock(hashtextextended('volunteers.hours|' || NEW.person_id, 0));
            SELECT COALESCE(sum(minutes), 0) INTO already FROM volunteers_hoursentry
            WHERE person_id = NEW.person_id AND day = NEW.day AND state IN ('claimed', 'approved') AND id <> NEW.id;
            IF already + NEW.minutes > 1440 THEN
                RAISE EXCEPTION 'more than 24 hours on one day' USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_of_one_day';
            END IF;
            RETURN NEW;
        """
