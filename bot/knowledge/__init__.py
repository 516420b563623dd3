"""What Puente knows: the article's facts as data, and how a question is answered from them. Nothing of Rasa in it."""

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.loader import load
from bot.knowledge.model import Knowledge

__all__ = ["Knowledge", "KnowledgeError", "load"]
