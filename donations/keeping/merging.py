"""What drives move when two people are merged, and show beside each of them: told to the floor of people, which knows no names."""

from donations.models import Appointment, Arrangement, Donation, PickUpRequest, PickUpRun, Pledge
from people.merging import moves, register


def register_movers() -> None:
    """Tell the floor below; called once when the portal starts. What stands last is moved first."""
    for model, name in [
        (Donation, "person"),
        (PickUpRun, "driver"),
        (PickUpRequest, "person"),
        (Arrangement, "person"),
        (Appointment, "person"),
        (Pledge, "person"),
    ]:
        register(moves(model, name))
