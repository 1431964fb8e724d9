import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../../database/schema.js';
import type { AlertRow } from '../../../database/tables/alerts.js';
import { compileMatchers, type Labelled, type Labels, labelsOf, type Matcher } from '../silences/matcher.js';
import { inhibitors, isInhibited } from './inhibition.js';

export interface Suppressed {
  by: 'silence' | 'inhibition';
  /** Of the silence. */
  silence_id: string | null;
}

type Suppressible = Labelled & Pick<AlertRow, 'network_hash'>;

/** Which alerts are not told at the moment, and why. */
export class Suppressions {
  constructor(
    private readonly silences: readonly { id: string; matches: (labels: Labels) => boolean }[],
    private readonly networks: ReadonlySet<string>,
  ) {}

  of(alert: Suppressible): Suppressed | null {
    const labels = labelsOf(alert);
    const silence = this.silences.find(({ matches }) => matches(labels));
    if (silence !== undefined) return { by: 'silence', silence_id: silence.id };
    return isInhibited(alert, this.networks) ? { by: 'inhibition', silence_id: null } : null;
  }
}

/** Silences that last and networks whose alerts inhibit, as they stand now. */
@Injectable()
export class SuppressionReader {
  async read(store: Kysely<Schema>): Promise<Suppressions> {
    const now = sql<Date>`clock_timestamp()`;
    const silences = await store
      .selectFrom('alert_silences')
      .select(['id', 'matchers'])
      .where('starts_at', '<=', now)
      .where('ends_at', '>', now)
      .execute();
    const sources = await store
      .selectFrom('alerts')
      .select('network_hash')
      .where('scenario', 'in', inhibitors)
      .where('state', '<>', 'resolved')
      .where('subject_kind', '=', 'network')
      .where('network_hash', 'is not', null)
      .execute();
    return new Suppressions(
      silences.map(({ id, matchers }) => ({ id, matches: compileMatchers(matchers as Matcher[]) })),
      new Set(sources.flatMap(({ network_hash }) => network_hash ?? [])),
    );
  }
}
