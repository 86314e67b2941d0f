"""The lexicon (检索词表): what people type for what the law calls otherwise, kept by the office."""
