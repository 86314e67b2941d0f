"""Marking (标注): a document's end, halt or change, previewed before and receipted after."""
