"""Drafting (登记与发布): a document from its first entry by a drafter to its publication."""
