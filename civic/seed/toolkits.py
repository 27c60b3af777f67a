"""Links that were handed out for an opportunity, a drive and an event, by channel and partner, and by which of them people came."""

from donations.actions.drives import path_of as path_of_drive
from donations.models import Drive, Pledge
from events.models import Event, Registration
from events.words import path_of as path_of_event
from sharing import prompts
from sharing.models import Heard, TrackedLink
from volunteers.models import Opportunity, SignUp
from volunteers.words import path_of as path_of_opportunity

PARTNERS = ("Centro Comunitario de Dorchester", "Radio del Barrio 102.3")  # made up; they get the texts in Spanish
FOLLOWED = {prompts.FLYER: 61, prompts.NEWSLETTER: 34, prompts.SOCIAL: 112, prompts.EMAIL: 9, PARTNERS[0]: 27, PARTNERS[1]: 18}
CAME_BY = (prompts.FLYER, None, PARTNERS[0], prompts.NEWSLETTER, None, prompts.SOCIAL, prompts.FLYER, PARTNERS[1])  # in turn; None: nobody knows


def plant_toolkits(office, carla):
    """Give the listening session, a drive and the clean-up's helpers their links; nothing here sends a letter."""
    event = Event.objects.filter(office=office, kind=Event.Kind.LISTENING, state=Event.State.PUBLISHED).first()
    drive = Drive.objects.filter(office=office, state=Drive.State.OPEN).order_by("pk").first()
    work = Opportunity.objects.filter(office=office, state=Opportunity.State.PUBLISHED, event__isnull=False).order_by("pk").first()
    if event:
        _hand_out(path_of_event(event), carla, Registration.objects.filter(event=event))
    if drive:
        _hand_out(path_of_drive(drive), carla, Pledge.objects.filter(drive=drive))
    if work:
        _hand_out(path_of_opportunity(work), carla, SignUp.objects.filter(shift_role__opportunity=work))


def _hand_out(target, carla, bookings):
    prompts.count_links(target, [*prompts.OWN_CHANNELS, *prompts.STAFF_CHANNELS, *PARTNERS], by=carla)
    links = {link.channel: link for link in TrackedLink.objects.filter(target=target)}
    for channel, followed in FOLLOWED.items():
        links[channel].followed = followed
    TrackedLink.objects.bulk_update(links.values(), ["followed"])
    ways = [CAME_BY[turn % len(CAME_BY)] for turn in range(bookings.count())]
    came = zip(bookings.order_by("pk"), ways, strict=True)
    Heard.objects.bulk_create([Heard(link=links[way], about=booking.ref) for booking, way in came if way])
