"""The readers of file formats: they meet hostile bytes, and run only in the limited child (`child.py`)."""
