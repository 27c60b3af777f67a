"""Invented people: names as they are heard in the city, addresses at example.org, telephone numbers kept for fiction."""

import unicodedata

from civic.seed.source import chance, number, pick
from intake.text import comparison_key
from people.models import Person

NAMES = {
    "en": ("Maya Grace Dan Vera Tom Keisha Liam Nora Sean Ruth Malik Joan", "Walsh Carter Brooks Kelly Murphy Greene Hughes Bailey Sullivan Coleman"),
    "es": ("Lucía Mateo Carmen Julio Rosa Andrés Elena Diego Pilar Ramón", "Reyes Ortiz Vega Morales Santos Peña Cruz Rivera Guzmán Lora"),
    "ht": ("Marie-Ange Jean-Robert Nadège Wilner Rose-Laure Pierre Guerda Frantz", "Joseph Pierre-Louis Desrosiers Charles Baptiste Etienne Dorval"),
    "zh-hant": ("Mei-Ling Wai-Kit Siu-Fong Ka-Yan Chi-Ming Pui-Shan", "Chan Wong Lam Leung Chow Tam"),
    "zh-hans": ("Xiaoming Li-Na Jianguo Yan Haoran Meiqi", "Zhang Wang Liu Chen Zhao Huang"),
    "vi": ("Thu Minh Lan Hùng Phương Tuấn Mai", "Nguyễn Trần Lê Phạm Võ Đặng"),
    "kea": ("Djedje Maria Tito Zenaida Nelson Bia", "Barros Tavares Gomes Monteiro Andrade Lopes"),
    "ru": ("Irina Boris Galina Oleg Tamara Lev", "Petrova Sokolov Orlova Volkov Belova"),
    "ar": ("Layla Omar Samira Yusuf Huda Karim", "Haddad Mansour Khalil Nasser Saleh"),
    "pt-br": ("Beatriz Thiago Larissa Caio Renata Otávio", "Almeida Ferreira Souza Barbosa Lima"),
    "fr": ("Aminata Moussa Claire Ibrahima Fatou Luc", "Diallo Traoré Moreau Ndiaye Laurent"),
    "so": ("Ayaan Abdi Hodan Warsame Ifrah Liban", "Hassan Mohamud Jama Osman Nur"),
}
SHARES = ["en"] * 50 + ["es"] * 20 + ["ht"] * 6 + ["zh-hant"] * 4 + ["zh-hans"] * 3 + ["vi"] * 4 + ["kea"] * 3 + ["ru", "ar", "pt-br", "pt-br", "fr", "so"]
AREA_CODES = ["617", "857", "781", "508", "978"]
NO_EMAIL = 7  # percent


def people(office, count, neighborhoods, now):
    """Make so many invented persons of an office."""
    places = list(neighborhoods.values())
    return Person.objects.bulk_create([_person(office, index, places, now) for index in range(count)])


def _person(office, index, places, now):
    key = f"{office.slug}-{index}"
    language = pick(SHARES, "language", key)
    first, last = (pick(words.split(), "name", part, key) for part, words in enumerate(NAMES[language]))
    name = f"{first} {last}"
    by_phone = chance(NO_EMAIL, "phone only", key)
    email = "" if by_phone else f"{_plain(first)}.{_plain(last)}.{index}@example.org"
    phone = _phone(key) if by_phone or chance(40, "phone", key) else ""
    return Person(
        office=office,
        name=name,
        name_key=comparison_key(name),
        email=email,
        phone=phone,
        channel=Person.Channel.PHONE if by_phone else Person.Channel.EMAIL,
        language=language,
        neighborhood=pick(places, "home", key),
        email_confirmed_at=now if email else None,
        phone_confirmed_at=now if by_phone else None,
    )


def _phone(key):
    """Return a number from the range kept for fiction, 555-0100 to 555-0199."""
    return f"+1{pick(AREA_CODES, 'area', key)}555{100 + number('line', key) % 100:04d}"


def _plain(word):
    letters = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
