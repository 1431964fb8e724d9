import type { AdminAct } from '../../../access/admin-act.js';
import type { DomainEvent, DomainEventType } from '../../../events/domain-event.js';

/** What the record keeps of an admin's act on a channel: never where it leads, never its secret. */
export function channelEvent(
  type: DomainEventType,
  channelId: string,
  { principal, network, requestId }: AdminAct,
  data: NonNullable<DomainEvent['data']>,
): DomainEvent {
  return {
    type,
    outcome: 'ok',
    actor: { kind: 'admin', id: principal.account.id },
    target: { type: 'channel', id: channelId },
    network,
    requestId,
    data,
  };
}
