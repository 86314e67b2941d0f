"""The desk (工作台): the pages of the legal division, the drafters and the office."""
