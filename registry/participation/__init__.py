"""The pages of public participation (公众参与): consultations and decisions, for the public and the staff."""
