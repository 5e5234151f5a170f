"""What is known of each traveller on a flight, in the words that rules use."""
