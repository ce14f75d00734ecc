"""What a command needs that stays open: saves, keys, signals, events, a screen."""
