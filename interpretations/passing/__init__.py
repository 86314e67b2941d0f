"""Passing down (向下传递): sent to lower bureaus and posts, read, tried, told on."""
