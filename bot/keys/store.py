"""Makes, lists, revokes and finds keys. Raises bot.leads' LeadStoreError when the database fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from sqlalchemy import insert, or_, select
from sqlalchemy.exc import IntegrityError

from bot.keys.errors import InvalidKey, KeyNotFound
from bot.keys.model import ApiKey, NewKey, digest, new_id, new_token, signing_secret, valid_name, valid_scopes
from bot.keys.tables import ApiKeyRow, api_keys, as_key
from bot.leads.store import Sessions, reading, unit_of_work


@dataclass(frozen=True)
class Keyring:
    """All keys at one moment; `any` is true from the first key on, also when all are revoked."""

    any: bool
    by_digest: Mapping[str, ApiKey]

    def find(self, token: str) -> ApiKey | None:
        """The key of this token; None for one that never was or is revoked."""
        return self.by_digest.get(digest(token))


def load_keyring(sessions: Sessions) -> Keyring:
    """The keys as they are now; read for each request, so that a revoked one is refused at once."""
    with reading(sessions) as session:
        rows = session.execute(select(ApiKeyRow)).scalars().all()
    return Keyring(bool(rows), {row.token_sha256: as_key(row) for row in rows if row.revoked_at is None})


def create_key(sessions: Sessions, name: str, scopes: Sequence[str], callback_url: str | None = None) -> NewKey:
    """A new key with its token, which is kept only as a digest. Raises InvalidKey, also for a name in use."""
    token = new_token()
    key = ApiKey(new_id(), valid_name(name), valid_scopes(scopes), callback_url, datetime.now(timezone.utc))
    row = {
        "key_id": key.id,
        "name": key.name,
        "token_sha256": digest(token),
        "scopes": " ".join(key.scopes),
        "callback_url": callback_url,
        "created_at": key.created_at,
    }
    with unit_of_work(sessions) as session:
        try:
            session.execute(insert(api_keys).values(**row))
        except IntegrityError:
            raise InvalidKey(f"there is a key called {key.name} already; revoke it, or choose another name") from None
        session.commit()
    return NewKey(key, token, signing_secret(token))


def list_keys(sessions: Sessions) -> tuple[ApiKey, ...]:
    """Every key, the revoked ones too, oldest first."""
    with reading(sessions) as session:
        return tuple(map(as_key, session.execute(select(ApiKeyRow).order_by(api_keys.c.id)).scalars()))


def revoke_key(sessions: Sessions, name_or_id: str) -> ApiKey:
    """The key of this id or name, from now on refused. Raises KeyNotFound when there is none that still works."""
    wanted = name_or_id.strip()
    with unit_of_work(sessions) as session:
        named = or_(api_keys.c.key_id == wanted.upper(), api_keys.c.name == wanted)
        found = session.execute(select(ApiKeyRow).where(named, api_keys.c.revoked_at.is_(None))).scalars().all()
        # A name could look like another key's id; the id goes before.
        row = min(found, key=lambda each: each.key_id != wanted.upper(), default=None)
        if row is None:
            raise KeyNotFound("there is no key of this name or id that still works; `python -m bot keys list` shows them")
        row.revoked_at = datetime.now(timezone.utc)
        session.commit()
        return as_key(row)
