import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/caller.js';
import { EventBus } from '../../events/event-bus.js';

export type AuditLook = 'audit' | 'checkpoints' | 'keys' | 'retention' | 'holds';

/** Who looked at the record, or at what is said about it, and for what they looked: itself on record. */
@Injectable()
export class AuditLooks {
  constructor(private readonly bus: EventBus) {}

  tell({ account }: Principal, what: AuditLook, filter?: object): void {
    this.bus.emit({
      type: 'admin.viewed_audit',
      outcome: 'ok',
      actor: { kind: 'admin', id: account.id },
      data: { what, ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }) },
    });
  }
}
