"""Clean-up (清理): a roll call of documents, a verdict for each, and one decision that takes effect."""
