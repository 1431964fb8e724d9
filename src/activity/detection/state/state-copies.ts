import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../../database/database.js';
import { CallerCipher } from '../../recorder/caller-cipher.js';
import { nameOf, type Subject } from './subject.js';

/** A subject's detection hash as fields and values. */
export interface StateCopy {
  subject: Subject;
  state: Readonly<Record<string, string>>;
  /** Unix ms of the newest event in it. */
  at: number;
  /** Whether the limiter was told of a multiplier. */
  multiplied: boolean;
}

const before = (ms: number) => sql<Date>`now() - make_interval(secs => ${ms / 1000}::double precision)`;

/** Copies of detection states in the database, written by the minute. */
@Injectable()
export class StateCopies {
  constructor(
    private readonly database: Database,
    private readonly cipher: CallerCipher,
  ) {}

  /** Replaces older copies, never newer ones; of users who are gone none is made. */
  async write(copies: readonly StateCopy[]): Promise<void> {
    const rows = copies.map(({ subject, state, at, multiplied }) => ({
      subject: this.keyOf(subject),
      user_id: subject.kind === 'user' ? subject.id : null,
      network: subject.kind === 'network' ? this.cipher.seal(subject.id) : null,
      state,
      at,
      multiplied,
    }));
    await sql`
      insert into detection_states (subject, user_id, network, state, at, multiplied)
      select r.subject, r.user_id, r.network, r.state, r.at, r.multiplied
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (subject text, user_id uuid, network text, state jsonb, at bigint, multiplied boolean)
      left join users on users.id = r.user_id
      where r.user_id is null or users.id is not null
      order by r.subject
      on conflict (subject) do update
        set state = excluded.state, at = excluded.at, multiplied = excluded.multiplied, copied_at = now()
        where detection_states.at <= excluded.at`.execute(this.database.kysely);
  }

  async read(subjects: readonly Subject[]): Promise<Map<string, StateCopy>> {
    if (subjects.length === 0) return new Map();
    const byKey = new Map(subjects.map((subject) => [this.keyOf(subject), subject]));
    const rows = await this.database.kysely
      .selectFrom('detection_states')
      .select(['subject', 'state', 'at', 'multiplied'])
      .where('subject', 'in', [...byKey.keys()])
      .execute();
    return new Map(
      rows.map(({ subject: key, state, at, multiplied }) => {
        const subject = byKey.get(key) as Subject;
        return [nameOf(subject), { subject, state: state as Record<string, string>, at, multiplied }];
      }),
    );
  }

  /** Subjects whose limits were multiplied when they were copied last. */
  async multiplied(limit: number): Promise<Subject[]> {
    const rows = await this.database.kysely
      .selectFrom('detection_states')
      .select(['user_id', 'network'])
      .where('multiplied', '=', true)
      .orderBy('copied_at', 'desc')
      .limit(limit)
      .execute();
    return rows.flatMap(({ user_id, network }): Subject[] => {
      if (user_id !== null) return [{ kind: 'user', id: user_id }];
      const opened = network === null ? null : this.cipher.open(network);
      return opened === null ? [] : [{ kind: 'network', id: opened }];
    });
  }

  /** Deletes copies that are older than any state lives. */
  async purge(ageMs: { user: number; network: number }): Promise<void> {
    await this.database.kysely
      .deleteFrom('detection_states')
      .where((where) =>
        where.or([
          where('copied_at', '<', before(ageMs.user)),
          where.and([where('network', 'is not', null), where('copied_at', '<', before(ageMs.network))]),
        ]),
      )
      .execute();
  }

  async remove(subject: Subject): Promise<void> {
    await this.database.kysely.deleteFrom('detection_states').where('subject', '=', this.keyOf(subject)).execute();
  }

  private keyOf({ kind, id }: Subject): string {
    return kind === 'user' ? id : this.cipher.network(id);
  }
}
