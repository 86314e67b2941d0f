"""PURE rules of the procedure of major decisions (重大行政决策程序暂行条例)."""
