"""Every sentence that a learner reads, and values as text."""
