import { Injectable } from '@nestjs/common';
import { type FieldError, Problem } from '../../problem/problem.js';
import type { AdminAct } from '../../access/admin-act.js';
import { AccessAdministration } from './access-administration.js';
import { AccessEntries } from './access-entries.js';
import type { AddEntryDto, ChangeEntryDto, SearchEntriesDto } from './access-entries.dto.js';
import { NetworkLists } from './network-lists.js';
import {
  type AccessEntryView,
  type AccessList,
  type EntrySubject,
  type EntryType,
  entryView,
  parseSubject,
} from './access-entry.js';

const PAGE = 50;

export interface EntryPageView {
  items: AccessEntryView[];
  next_cursor: string | null;
}

/** The requests of /admin/blocks and /admin/allowlist: the same for both lists. */
@Injectable()
export class AccessRequests {
  constructor(
    private readonly entries: AccessEntries,
    private readonly administration: AccessAdministration,
    private readonly networks: NetworkLists,
  ) {}

  async page(list: AccessList, query: SearchEntriesDto): Promise<EntryPageView> {
    const { type, identifier, status, cursor, limit } = query;
    if (identifier !== undefined && type === undefined) refuse([field('type', 'is needed with identifier')]);
    const { rows, nextCursor } = await this.entries.page(list, {
      type: identifier === undefined ? type : undefined,
      subject: type === undefined || identifier === undefined ? undefined : subject(type, identifier),
      status,
      after: cursor,
      limit: limit === undefined ? PAGE : Number(limit),
    });
    const now = Date.now();
    return { items: rows.map((row) => entryView(row, now)), next_cursor: nextCursor };
  }

  async one(list: AccessList, id: string): Promise<AccessEntryView> {
    const row = await this.entries.byId(list, id);
    if (row === undefined) throw new Problem('not_found');
    return entryView(row, Date.now());
  }

  /** What counts for an account now. */
  async ofUser(userId: string) {
    const now = Date.now();
    const rows = await this.entries.ofUser(userId);
    return rows.map((row) => ({ list: row.list, ...entryView(row, now) })).filter(({ active }) => active);
  }

  /** What counts for a network now, entries of wider ranges too. */
  async ofNetwork(network: string) {
    const now = Date.now();
    const rows = await this.entries.byIds(this.networks.standing(network).entries.map(({ id }) => id));
    return rows.map((row) => ({ list: row.list, ...entryView(row, now) }));
  }

  async add(list: AccessList, body: AddEntryDto, act: AdminAct): Promise<AccessEntryView> {
    const now = Date.now();
    const expiresAt = typeof body.expires_at === 'string' ? ahead(body.expires_at, now) : null;
    const entry = { reason: body.reason, expiresAt };
    return entryView(await this.administration.add(list, subject(body.type, body.identifier), entry, act), now);
  }

  async alter(list: AccessList, id: string, body: ChangeEntryDto, act: AdminAct): Promise<AccessEntryView> {
    const now = Date.now();
    const { reason, expires_at } = body;
    if (reason === undefined && expires_at === undefined) return this.one(list, id);
    const expiresAt = typeof expires_at === 'string' ? ahead(expires_at, now) : expires_at;
    return entryView(await this.administration.alter(list, id, { reason, expiresAt }, act), now);
  }

  async remove(list: AccessList, id: string, reason: string | undefined, act: AdminAct): Promise<void> {
    await this.administration.remove(list, id, reason, act);
  }
}

function subject(type: EntryType, identifier: string): EntrySubject {
  const parsed = parseSubject(type, identifier);
  return typeof parsed === 'string' ? refuse([field('identifier', parsed)]) : parsed;
}

function ahead(time: string, now: number): Date {
  const date = new Date(time);
  return date.getTime() > now ? date : refuse([field('expires_at', 'must lie ahead')]);
}

function field(name: string, message: string): FieldError {
  return { pointer: `/${name}`, code: name, message };
}

function refuse(errors: FieldError[]): never {
  throw new Problem('validation_failed', { errors });
}
