"""Bookings from whatever form they come in: a draft that is filled, its documents joined, and the observations it gives."""
