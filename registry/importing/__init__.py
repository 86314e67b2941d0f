"""Importing (批量导入): a folder of files, with a ledger beside it, taken into the registry and reported."""
