"""The letter to somebody whose address is proved: what we write to them about, how often, and the two links that change or end it."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from languages.content import translated
from mailing import kind_names, letters, linked
from mailing.models import Message
from outreach import links
from outreach.models import Topic, TopicRequest


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(subscribed=gettext_lazy("What we write to you about"))
    letters.register("subscribed", template="outreach/email/subscribed", lane=Message.Lane.URGENT, load=load, context=context, sample=sample)


def welcome(request, *, now):
    """“This is what we write to you about”, once for each form."""
    letters.send("subscribed", to=request.person, about=request, now=now, language=request.language)


def load(messages):
    """Return the forms of these letters by message id, each with its topics that are open and the preferences of its person; constant queries."""
    numbers = {message.pk: linked.number_of(message) for message in messages}
    found = TopicRequest.objects.filter(person__forgotten_at=None).select_related("person").in_bulk(set(numbers.values()))
    topics = Topic.objects.filter(is_open=True).in_bulk({one for request in found.values() for one in request.topics})
    preferences = links.preferences_of({request.person_id for request in found.values()})
    for request in found.values():
        request.wanted = [topics[one] for one in request.topics if one in topics]
        request.preferences = preferences[request.person_id]
    return {message: found[number] for message, number in numbers.items() if number in found}


def context(message, request):
    """Return the words of the letter; a name is not asked for, so none is said."""
    names = [topic.words.name.text for topic in translated(request.wanted, get_language(), ["name"])]
    urls = {"preferences_url": links.preferences_url(request.preferences), "unsubscribe_url": links.unsubscribe_url(request.preferences)}
    return letters.Letter(personal={"topics": ", ".join(names), **urls}, secret=set(urls))


def sample():
    """Return invented words for previews."""
    urls = {"preferences_url": "https://example.org/preferences/…/", "unsubscribe_url": "https://example.org/unsubscribe/…/"}
    return letters.Letter(personal={"topics": _("ways to volunteer"), **urls}, secret=set(urls))
