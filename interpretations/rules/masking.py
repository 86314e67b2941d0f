"""Masking (隐去个人信息) of questions and answers, as of all that people send: `registry.law.masking`."""

from registry.law.masking import HIDDEN, Trace, masked, traces

__all__ = ["HIDDEN", "Trace", "masked", "traces"]
