"""Queries (查询) that return finished, frozen values for pages and programs."""

from registry.reads.visibility import visible as visible
