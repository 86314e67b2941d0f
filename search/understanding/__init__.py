"""Understanding (读懂检索词): what kind of question this is, which day and document it names. PURE."""
