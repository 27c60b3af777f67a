"""What the database keeps in step by itself: a sign-up's shift and a role's opportunity."""

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
