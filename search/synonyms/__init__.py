"""Words that say the same thing: shipped by us, kept by moderators."""
