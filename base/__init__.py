"""What every floor stands on; no word of the domain."""
