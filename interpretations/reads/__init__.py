"""What pages show of interpretations (解读查询): rows in, finished values out."""
