"""The rules of explaining (解读规则): PURE; what goes in is plain values, no database, no clock."""
