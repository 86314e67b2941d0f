"""What a document looks like anywhere."""
