"""The whole demonstration (示例部门): people, consultations, decisions, interpretations, enquiries."""

from base.config import Config
from base.db import Database
from interpretations.sample import enquiring, loading, passing_down
from registry.cleanup import demonstration
from registry.decisions import sample as decisions
from registry.participation.sample import loading as consultations
from registry.sample import people


def load(database: Database, config: Config, secret: str) -> None:
    """Furnish the department of the sample documents, which are there; what is there already stays."""
    people.load(database, config)
    demonstration.load(database)
    consultations.load(database)
    decisions.load(database, config.files)
    loading.load(database)
    enquiring.load(database, config, secret)
    passing_down.load(database)
