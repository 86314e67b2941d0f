"""Bookkeeping (登记簿): the verbs that `registry.books` offers, and the rules they are held against."""
