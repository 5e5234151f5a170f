"""Cases: the work that follows a referral, to its stated end."""
