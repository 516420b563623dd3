"""What can be wrong with the knowledge files.

KnowledgeError
"""


class KnowledgeError(Exception):
    """A knowledge file is missing, malformed or points at something that isn't there; says which file and key."""
