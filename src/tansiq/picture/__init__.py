"""What is true now: folds of observations into flights, persons and lists."""
