"""The pages of search (检索页面): the box, its hits, and what goes out of them."""
