"""`manage.py owner EMAIL`: the first person who may sign in to a new portal, and who lets everybody else in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from people.actions import entrance, make_owner


class Command(BaseCommand):
    help = "Make the owner of the portal and print a link to choose a password (no letter is sent). Run it again for a new link."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *, email, name, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no email address. Example: manage.py owner carla@example.org --name Carla") from None
        user = make_owner(email=email, name=name)
        if user.has_usable_password():
            self.stdout.write(f"{user.email} owns this portal. Sign in with the password you have: {entrance(user)}")
        else:
            self.stdout.write(f"{user.email} owns this portal. Choose a password within three days: {entrance(user)}")
