"""What can be counted of a text as prose, and where texts by others are read from."""
