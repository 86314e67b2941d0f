"""Watch (任务与提醒): what must be done about documents, by whom, and by which day."""
