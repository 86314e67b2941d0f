"""The catalogue of major decisions (重大行政决策事项目录): a year's list, its items and their steps."""
