"""PURE rules of consultations: periods, states, quotes, groups, outcome, trace."""
