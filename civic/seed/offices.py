"""The two offices of the demonstration, their staff, and how to sign in."""

import json
import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings

from civic.servers import write_private
from people.models import Office, OfficeRole, User

MAIN = {
    "name": "Office of Civic Organizing",
    "slug": "civic-organizing",
    "phone": "+16175550142",
    "phone_hours": "Monday to Friday, 9 a.m. to 5 p.m.",
    "email": "organizing@example.org",
    "address": "1 City Hall Square, Boston, MA 02201",
    "help_text": "Food, rent, heat, a form you do not understand: call us. We listen first, then we find the right place with you. You do not have to give your name.",
    "is_main": True,
}
MAIN_SPANISH = {
    "name": "Oficina de Organización Cívica",
    "phone_hours": "De lunes a viernes, de 9 a. m. a 5 p. m.",
    "help_text": "Comida, alquiler, calefacción, un formulario que no se entiende: llámenos. Primero escuchamos; después buscamos con usted el lugar adecuado. No hace falta que diga su nombre.",
}
SECOND = {
    "name": "Office of Police Accountability and Transparency",
    "slug": "police-accountability",
    "phone": "+16175550187",
    "phone_hours": "Monday to Friday, 10 a.m. to 4 p.m.",
    "email": "accountability@example.org",
    "address": "2201 Washington St, Boston, MA 02119",
    "help_text": "If you want to tell us about the police, you can call us, write to us or come in. Bring someone you trust.",
    "is_main": False,
}
SECOND_SPANISH = {
    "name": "Oficina de Transparencia y Supervisión Policial",
    "phone_hours": "De lunes a viernes, de 10 a. m. a 4 p. m.",
    "help_text": "Si quiere contarnos algo sobre la policía, puede llamarnos, escribirnos o venir. Puede venir con alguien de confianza.",
}
STAFF = [
    ("carla@example.org", "Carla Reyes", "main", OfficeRole.Role.ADMINISTRATOR),
    ("noor@example.org", "Noor Haddad", "main", OfficeRole.Role.COORDINATOR),
    ("phil@example.org", "Phil Tran", "main", OfficeRole.Role.CALLER),
    ("vivian@example.org", "Vivian Boateng", "main", OfficeRole.Role.VIEWER),
    ("olu@example.org", "Olu Adeyemi", "second", OfficeRole.Role.COORDINATOR),
]
SIGN_IN = """Staff sign-in (demonstration only): {address}
  email     {email}
  password  {password}
  key for an authenticator app: {totp_secret}
  or print the current code:    python manage.py otp"""


def plant_offices():
    """Make both offices; return (main, second)."""
    return Office.objects.create(**MAIN), Office.objects.create(**SECOND)


def plant_staff(main, second):
    """Make the staff users with fresh passwords and second factors, and write both down in the data folder for its owner only."""
    told = []
    for email, name, office, role in STAFF:
        sign_in = {"email": email, "password": secrets.token_urlsafe(12), "totp_secret": generate_totp_secret()}
        user = User.objects.create_user(email, sign_in["password"], name=name, is_staff=True, is_superuser=role == OfficeRole.Role.ADMINISTRATOR)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        TOTP.activate(user, sign_in["totp_secret"])
        OfficeRole.objects.create(user=user, office=main if office == "main" else second, role=role)
        told.append({**sign_in, "name": name, "role": str(role)})
    write_down(told)


def write_down(told):
    """Write the sign-ins into DATA_DIR, readable by its owner only (mode 0600)."""
    write_private(settings.DATA_DIR / "demo.json", json.dumps({**told[0], "staff": told}, indent=1))
    write_private(settings.DATA_DIR / "demo-sign-in.txt", SIGN_IN.format(address=f"{settings.SITE_URL}/admin/", **told[0]) + "\n")
