"""Pasting and checking (贴文查效力): what a text cites, found and judged as of a day; nothing kept."""
