"""Lists of persons, organisations and ships, as publishers and centres keep them."""
