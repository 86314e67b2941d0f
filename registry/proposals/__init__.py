"""Proposals (条文事项建议): what the registry reads in a text, until a person confirms it."""
