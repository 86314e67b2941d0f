"""How a report is shown (核对报告): in the text itself, as a table, for programs, in print."""
