"""Consultations (征求意见): from the notice to the outcome, and how an article came to be."""
