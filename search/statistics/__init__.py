"""Statistics of search (检索统计): what is asked here and not found, counted by the day, of nobody."""
