"""Learning (词条学习): what texts, interpretations and searches suggest for the lexicon. PURE."""
