"""Every event as a sentence in Chinese and English, for whoever reads a history."""
