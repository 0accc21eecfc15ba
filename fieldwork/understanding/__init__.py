"""What the bot reads out of a message: the place, the matter, how urgent, whether it is a report at all."""
