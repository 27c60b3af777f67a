"""The catalogs: Spanish says everything, what is compiled is what is written, and no placeholder is lost on the way."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages import mofile, pofile
from django.conf import settings
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

HOUSE = Path(settings.BASE_DIR)
CODES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
NOT_OURS = {"tests", "bench", "frontend", "staticfiles", "migrations"}
OF_STAFF = {"admin", "desk", "setup", "imports", "demo", "email"}  # folders of templates
CALLS = {  # what to call -> the places of the context, the text and its plural among the arguments
    "gettext": (None, 0, None), "gettext_lazy": (None, 0, None), "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1), "pgettext": (0, 1, None), "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2), "npgettext_lazy": (0, 1, 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
TAG = re.compile(r"</?\w[^>]*>")
ENDS_WITH_A_TIME = re.compile(r"%\((time|when|opens|closes)\)s\.|\{time\}\.")  # “a las 6 p. m..”
IN_A_TAG = re.compile(r'_\("((?:[^"\\]|\\.)*)"\)')


def catalog_path(code):
    return Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"


def read_catalog(code):
    with catalog_path(code).open("rb") as file:
        return [message for message in pofile.read_po(file, locale=code) if message.id]


def as_tuple(text):
    return tuple(text) if isinstance(text, (tuple, list)) else (text,)


def key(message):
    """Return what tells a message from others; Babel reads a context from a compiled file as bytes."""
    context = message.context.decode() if isinstance(message.context, bytes) else message.context
    return context, as_tuple(message.id)


def is_said(message):
    """Tell whether every form of a message has words that a person has looked at."""
    return all(as_tuple(message.string)) and not message.fuzzy


def unsaid(messages):
    return [as_tuple(message.id)[0] for message in messages if not is_said(message)]


def differing_parts(source, said):
    """Return the placeholders, HTML tags and line ends in which a translation differs from its English text."""
    parts = [Counter(pattern.findall(source)) - Counter(pattern.findall(said)) for pattern in (PLACEHOLDER, TAG)]
    parts += [Counter(pattern.findall(said)) - Counter(pattern.findall(source)) for pattern in (PLACEHOLDER, TAG)]
    ends = [end for end in ("startswith", "endswith") if getattr(source, end)("\n") != getattr(said, end)("\n")]
    return sorted([*sum(parts, Counter()), *ends])


def faults(message):
    """Return what is lost or added in any form; a form for a few may leave out the number itself, and adds nothing."""
    english, forms = as_tuple(message.id), as_tuple(message.string)
    found = differing_parts(english[-1], forms[-1])
    allowed = {part for text in english for part in PLACEHOLDER.findall(text)}
    return found + [part for form in forms[:-1] for part in PLACEHOLDER.findall(form) if part not in allowed]


def names_of_gettext(tree):
    """Return the names under which a module has imported the functions that translate."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"]
    return {alias.asname or alias.name: alias.name for node in imports for alias in node.names if alias.name in CALLS}


def wanted_by_code(source):
    """Return (context, text, plural or None) of each text that Python code asks a translation for."""
    tree = ast.parse(source)
    names = names_of_gettext(tree)
    wanted = set()
    for node in ast.walk(tree):
        function = isinstance(node, ast.Call) and (getattr(node.func, "id", None) or getattr(node.func, "attr", None))
        called = names.get(function) or (function in CALLS and isinstance(node.func, ast.Attribute) and function)
        if called:
            texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            wanted.add(tuple(None if place is None else texts[place] for place in CALLS[called]))
    return wanted


def wanted_by_template(source):
    """Return the same of a template: its translate and blocktranslate tags, and _("…") inside other tags."""
    template = engines["django"].from_string(source).template
    wanted = {(None, text, None) for text in IN_A_TAG.findall(source)}
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        variable = node.filter_expression.var
        text = variable if isinstance(variable, str) else getattr(variable, "literal", None)
        if isinstance(text, str):
            wanted.add((node.message_context and node.message_context.var, str(text), None))
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        one, many = (node.render_token_list(tokens)[0] if tokens else None for tokens in (node.singular, node.plural))
        wanted.add((node.message_context and node.message_context.var, one, many))
    return wanted


def sources(*suffixes):
    for path in sorted(HOUSE.rglob("*")):
        inside = path.relative_to(HOUSE).parts
        if path.suffix in suffixes and not NOT_OURS & set(inside) and not inside[0].startswith("."):
            yield path


def wanted_everywhere():
    templates = [path for path in sources(".html", ".txt") if "templates" in path.parts]
    by_templates = (wanted_by_template(path.read_text()) for path in templates)
    return set().union(*(wanted_by_code(path.read_text()) for path in sources(".py")), *by_templates)


def missing(wanted, messages):
    """Return the texts that no message of the catalog stands for."""
    known = {(message.context, *as_tuple(message.id), None)[:3] for message in messages}
    return sorted(text for context, text, plural in wanted if text is not None and (context, text, plural) not in known)


def test_spanish_says_everything():
    assert unsaid(read_catalog("es")) == []


def of_residents():
    """Return the texts of the pages that anybody may open, at the site too, and of the sheet that is signed there."""
    pages = [path for path in sources(".html") if "templates" in path.parts and not OF_STAFF & set(path.parts)]
    found = set().union(*(wanted_by_template(path.read_text()) for path in pages))
    return found | wanted_by_code((HOUSE / "volunteers" / "sheet_page.py").read_text())


def in_english_only(wanted, code):
    """Return the texts for which neither our catalog nor a library's has words of a language."""
    known = {as_tuple(message.id)[0] for message in read_catalog(code) if is_said(message)}
    with translation.override(code):
        return sorted(text for context, text, _plural in wanted if text and text not in known and not context and translation.gettext(text) == text)


def test_arabic_says_everything_that_residents_read():
    assert len(of_residents()) > 500
    assert in_english_only(of_residents(), "ar") == []


def test_a_text_of_residents_without_arabic_would_be_found():
    assert in_english_only({(None, "Plant a palm", None), (None, "Sign up", None)}, "ar") == ["Plant a palm"]


def test_every_text_of_pages_and_code_is_in_the_catalogs():
    wanted = wanted_everywhere()
    assert len(wanted) > 800
    assert {code: missing(wanted, read_catalog(code)) for code in CODES} == {code: [] for code in CODES}


@pytest.mark.parametrize("place", ["templates/account", "templates/mailing/account", "people/forms.py", "people/accounts.py", "mailing/views/account.py"])
def test_arabic_says_all_of_signing_in(place):
    pages = (wanted_by_template(path.read_text()) for path in (HOUSE / place).rglob("*.html"))
    wanted = set().union(*pages) if place.startswith("templates/") else wanted_by_code((HOUSE / place).read_text())
    unsaid_in_arabic = set(unsaid(read_catalog("ar")))
    assert wanted and [text for _context, text, _plural in wanted if text in unsaid_in_arabic] == []


@pytest.mark.parametrize("code", CODES)
def test_no_placeholder_tag_or_line_end_is_lost(code):
    broken = {as_tuple(message.id)[0]: faults(message) for message in read_catalog(code) if is_said(message)}
    assert {text: fault for text, fault in broken.items() if fault} == {}


def test_no_spanish_sentence_ends_with_a_time_of_day_whose_own_point_it_would_double():
    said = [form for message in read_catalog("es") for form in as_tuple(message.string)]
    assert [form for form in said if ENDS_WITH_A_TIME.search(form)] == []


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_is_what_is_written(code):
    with catalog_path(code).with_suffix(".mo").open("rb") as file:
        compiled = {key(message): as_tuple(message.string) for message in mofile.read_mo(file) if message.id}
    written = {key(message): as_tuple(message.string) for message in read_catalog(code) if is_said(message)}
    assert {each: compiled.get(each) for each in written} == written
    assert compiled.keys() <= {key(message) for message in read_catalog(code)}


def test_the_portal_speaks_what_is_compiled():
    with translation.override("es"):
        assert translation.gettext("Sign up") == "Inscribirse"
        assert translation.ngettext("Only %(left)s place is left.", "Only %(left)s places are left.", 3) % {"left": 3} == "Solo quedan 3 cupos."
        assert (translation.gettext("To"), translation.pgettext("date", "To")) == ("Para", "Hasta")


def test_a_text_without_spanish_would_be_found():
    (first, *_more) = read_catalog("es")
    first.string = ""
    assert unsaid([first]) == [first.id]
    first.string = "algo"
    first.flags.add("fuzzy")
    assert unsaid([first]) == [first.id]


def test_a_new_text_in_code_or_on_a_page_would_be_found():
    code = "from django.utils.translation import gettext as _, ngettext\n_('Plant a ' 'palm')\nngettext('a palm', 'palms', 2)\nother('x')"
    page = '{% load i18n %}{% if x %}{% translate "A palm" context "tree" %}{% firstof x _("No palm") %}{% endif %}' + (
        "{% blocktranslate trimmed count n=n %}\n {{ n }} palm\n{% plural %}{{ n }} palms at 5 %{% endblocktranslate %}"
    )
    assert wanted_by_code(code) == {(None, "Plant a palm", None), (None, "a palm", "palms")}
    assert wanted_by_template(page) == {("tree", "A palm", None), (None, "No palm", None), (None, "%(n)s palm", "%(n)s palms at 5 %%")}
    assert missing(wanted_by_code(code) | wanted_by_template(page), read_catalog("es")) == [
        "%(n)s palm", "A palm", "No palm", "Plant a palm", "a palm",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("english", "said", "lost"),
    [
        ("Hello %(name)s,", "Hola:", ["%(name)s"]),
        ("Call %(phone)s.", "Llame al %(telefono)s.", ["%(phone)s", "%(telefono)s"]),
        ("call {phone}", "llame", ["{phone}"]),
        ("<strong>Yes</strong>", "<strong>Sí", ["</strong>"]),
        ("One line\n", "Una línea", ["endswith"]),
        ("Hello %(name)s,", "Hola, %(name)s:", []),
    ],
)
def test_a_lost_part_would_be_found(english, said, lost):
    assert differing_parts(english, said) == lost
