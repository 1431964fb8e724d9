import { Injectable } from '@nestjs/common';
import type { Account } from '../../access/account.js';
import type { KeyCredential } from '../../access/caller.js';
import { apiKeyExpired, apiKeyInvalid } from '../../access/challenges.js';

import type { UserRow } from '../../database/tables/users.js';
import type { Problem } from '../../problem/problem.js';
import { keys, userTag } from '../../redis/keys.js';
import type { LiveCredential, Liveness } from '../liveness.js';
import { ApiKeyDirectory } from './api-key-directory.js';
import { decodeKey, encodeKey } from './key-mirror.js';
import { keyState } from './key-state.js';

/** Whether a secret of an API key holds: see key-mirror for the form in which Redis has it. */
@Injectable()
export class KeyLiveness implements Liveness<KeyCredential> {
  constructor(private readonly directory: ApiKeyDirectory) {}

  mirrorKey({ userId, keyId, generation }: KeyCredential): string {
    return keys.apiKey(userTag(userId), keyId, generation);
  }

  async read({ keyId, generation }: KeyCredential): Promise<{ user: UserRow; text: string } | null> {
    const found = await this.directory.withOwner(keyId);
    return found === null ? null : { user: found.user, text: encodeKey(keyState(found.key, generation)) };
  }

  judge({ keyId }: KeyCredential, account: Account, text: string, now: number): LiveCredential | null {
    const key = decodeKey(text);
    if (key === null) return null;
    if (key.status === 'ended') throw this.over();
    if (key.expiresAt !== null && key.expiresAt <= now) throw apiKeyExpired();
    return {
      principal: {
        kind: 'key',
        account,
        keyId,
        rateLimit: key.rateLimit,
        permissions: account.permissions.filter((permission) => key.permissions.includes(permission)),
      },
      until: key.expiresAt ?? Number.POSITIVE_INFINITY,
    };
  }

  over(): Problem {
    return apiKeyInvalid();
  }
}
