"""What can go wrong with a key. The database's own failures are bot.leads' LeadStoreError: it is the same database.

KeysError
├── InvalidKey       a name, scope or call-back that no key can have, or a name that is taken
├── KeyNotFound      no key of this name or id that could still be revoked
└── RequestDiffers   the same Idempotency-Key came before with something else in its body
"""

from __future__ import annotations


class KeysError(Exception):
    """Any failure of this package; the message holds no token."""


class InvalidKey(KeysError):
    pass


class KeyNotFound(KeysError):
    pass


class RequestDiffers(KeysError):
    pass
