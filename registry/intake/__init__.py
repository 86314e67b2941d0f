"""From a file or a ledger to one Parsed document."""
