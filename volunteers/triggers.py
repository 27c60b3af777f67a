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
