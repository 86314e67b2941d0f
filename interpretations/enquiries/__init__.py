"""Enquiries (政策咨询): asked by anybody, answered by the drafting unit within the promised days."""
