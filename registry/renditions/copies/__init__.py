"""Marked copies (标注副本): what the public gets of a stored file that nobody may take for present law."""
