"""What the database keeps in step by itself: a profile's office and neighborhood are its person's."""

import pgtrigger


class FollowPerson(pgtrigger.Trigger):
    """A profile takes office and neighborhood from its person, whoever writes it."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("office_id", "neighborhood_id", "person_id")

    def get_func(self, model):
        return """
            SELECT office_id, neighborhood_id INTO NEW.office_id, NEW.neighborhood_id FROM people_person WHERE id = NEW.person_id;
            RETURN NEW;
        """


class LeadProfile(pgtrigger.Trigger):
    """A person who moves takes the profile along."""

    when = pgtrigger.After
    operation = pgtrigger.UpdateOf("office_id", "neighborhood_id")
    condition = pgtrigger.AnyChange("office", "neighborhood")

    def get_func(self, model):
        return """
            UPDATE people_profile SET office_id = NEW.office_id WHERE person_id = NEW.id;
            RETURN NULL;
        """
