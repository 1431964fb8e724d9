import { emptyRollup, type Cell, type Rollup } from './rollup.js';

/** The columns of a timeline. */
export interface SumsRow {
  /** Start of what it sums up. */
  bucket: Date;
  requests: number;
  accepted: number;
  denied: number;
  errors: number;
  latency: unknown;
}

export interface RollupRow extends SumsRow {
  data: unknown;
}

export function totalOf({ requests, accepted, denied, errors }: Omit<SumsRow, 'bucket' | 'latency'>): Cell {
  return [requests, accepted, denied, errors];
}

/** Parts that a row was written without are empty. */
export function rollupOf(row: Omit<RollupRow, 'bucket'>): Rollup {
  const parts = row.data as Partial<Omit<Rollup, 'total' | 'latency'>>;
  return { ...emptyRollup(), ...parts, total: totalOf(row), latency: row.latency as Rollup['latency'] };
}
