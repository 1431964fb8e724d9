import type { Outcome } from './judge.js';
import { MINUTE } from './work.js';

export interface Summary {
  precision: number;
  recall: number;
  /** By persona: share restricted, and of how many. */
  restricted: Map<string, { hit: number; all: number; honest: boolean }>;
  stolenRecall: number;
  /** Ms from the first bad act, p50; NaN when none was found. */
  delayMs: number;
  boostedMalicious: number;
}

export function summary(outcomes: readonly Outcome[]): Summary {
  const restricted: Summary['restricted'] = new Map();
  let [hits, wrong, malicious, boosted, boostedBad] = [0, 0, 0, 0, 0];
  const delays: number[] = [];
  for (const { persona, honest, restrictedAt, firstBad, boostedDays } of outcomes) {
    const row = restricted.get(persona) ?? { hit: 0, all: 0, honest };
    row.all += 1;
    // A restriction before the first bad act was no finding of it.
    const found = restrictedAt !== null && (honest || firstBad === null || restrictedAt >= firstBad);
    if (found) row.hit += 1;
    restricted.set(persona, row);
    boosted += boostedDays;
    if (honest) wrong += found ? 1 : 0;
    else {
      malicious += 1;
      boostedBad += boostedDays;
      hits += found ? 1 : 0;
      if (found && firstBad !== null) delays.push(restrictedAt - firstBad);
    }
  }
  delays.sort((a, b) => a - b);
  const stolen = restricted.get('stolen account');
  return {
    precision: hits / Math.max(1, hits + wrong),
    recall: hits / Math.max(1, malicious),
    restricted,
    stolenRecall: stolen === undefined ? Number.NaN : stolen.hit / stolen.all,
    delayMs: delays[Math.floor(delays.length / 2)] ?? Number.NaN,
    boostedMalicious: boosted === 0 ? 0 : boostedBad / boosted,
  };
}

const share = ({ hit, all }: { hit: number; all: number }) => `${hit}/${all}`;

/** The lines of one run, as they are printed. */
export function lines(title: string, outcomes: readonly Outcome[]): string[] {
  const { precision, recall, restricted, stolenRecall, delayMs, boostedMalicious } = summary(outcomes);
  const list = (honest: boolean) =>
    [...restricted].filter(([, row]) => row.honest === honest).map(([persona, row]) => `${persona} ${share(row)}`);
  return [
    `${title}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, stolen ${stolenRecall.toFixed(2)}, ` +
      `delay p50 ${(delayMs / MINUTE).toFixed(1)} min, malicious among the boosted ${(boostedMalicious * 100).toFixed(2)} %`,
    `  restricted, honest: ${list(true).join(', ')}`,
    `  restricted, malicious: ${list(false).join(', ')}`,
    `  stolen, by theft: ${byTheft(outcomes)}`,
    `  delay p50, min: ${byDelay(outcomes)}`,
  ];
}

/** Which of the malicious are slow: the bar is over all of them. */
function byDelay(outcomes: readonly Outcome[]): string {
  const rows = new Map<string, number[]>();
  for (const { persona, honest, restrictedAt, firstBad } of outcomes) {
    if (honest || restrictedAt === null || firstBad === null || restrictedAt < firstBad) continue;
    rows.set(persona, [...(rows.get(persona) ?? []), restrictedAt - firstBad]);
  }
  return [...rows].map(([persona, delays]) => `${persona} ${(median(delays) / MINUTE).toFixed(1)}`).join(', ');
}

function byTheft(outcomes: readonly Outcome[]): string {
  const rows = new Map<string, { hit: number; all: number }>();
  for (const { theft, restrictedAt, firstBad } of outcomes) {
    if (theft === undefined) continue;
    const row = rows.get(theft) ?? { hit: 0, all: 0 };
    row.all += 1;
    if (restrictedAt !== null && restrictedAt >= (firstBad ?? 0)) row.hit += 1;
    rows.set(theft, row);
  }
  return [...rows].map(([theft, { hit, all }]) => `${theft} ${hit}/${all}`).join(', ');
}

function median(delays: number[]): number {
  return delays.sort((a, b) => a - b)[delays.length >> 1] ?? Number.NaN;
}
