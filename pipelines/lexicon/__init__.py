"""What several rooms know of Chinese: its words, its dictionary, its numbers and its names."""
