"""Every kind of observation there is."""

from tansiq.model.bookings import Booking
from tansiq.model.customs import Consignment, Reply
from tansiq.model.observations import FlightLeg, ListEntry, Traveller

Observation = FlightLeg | Traveller | Booking | Reply | Consignment | ListEntry
