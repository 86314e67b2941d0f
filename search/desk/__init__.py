"""The desk of search (检索工作台): what was asked here, and what search knows of words."""
