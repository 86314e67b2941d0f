"""The child that opens what readers send: `python -m registry.attesting.child` (see `base.limited`)."""

from base.apart import serve
from registry.attesting.unpacking import unpacked

if __name__ == "__main__":
    serve(unpacked)
