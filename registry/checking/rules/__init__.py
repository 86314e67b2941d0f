"""The rules of checking (核对规则): what a text cites, and which instrument a name means; PURE."""
