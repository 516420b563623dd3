"""API keys: who may speak over REST, and which of their requests were seen before."""

from __future__ import annotations

from bot.keys.errors import InvalidKey, KeyNotFound, KeysError, RequestDiffers
from bot.keys.model import SCOPES, ApiKey, NewKey, digest, signing_secret
from bot.keys.repeats import message_id_of
from bot.keys.store import Keyring, create_key, list_keys, load_keyring, revoke_key

__all__ = [
    "SCOPES",
    "ApiKey",
    "InvalidKey",
    "KeyNotFound",
    "Keyring",
    "KeysError",
    "NewKey",
    "RequestDiffers",
    "create_key",
    "digest",
    "list_keys",
    "load_keyring",
    "message_id_of",
    "revoke_key",
    "signing_secret",
]
