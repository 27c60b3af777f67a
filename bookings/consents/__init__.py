"""A guardian agrees to what a young person has booked: one page, one letter, one form on paper, whatever the booking is for."""
