import type { AlertRow } from '../../../database/tables/alerts.js';

/** An alert of a group beside what the channel was told of it last; null when it never was. */
export interface Candidate {
  row: AlertRow;
  told: { episode: number; resolved: boolean } | null;
  suppressed: boolean;
}

/** What a group has to say on a channel. */
export interface Telling {
  /** In the order in which they are shown: over, new, and those that go on. */
  alerts: AlertRow[];
  /** True when some of it is not known there yet; without it the message is a repetition. */
  news: boolean;
  /** True when the group goes on, so that it has to be looked at again. */
  goesOn: boolean;
  /** True when something is held back only for a time. */
  heldBack: boolean;
}

/**
 * Alertmanager's rules: a firing alert is news in each of its episodes, an end only where the channel knows of the
 * beginning. An acknowledged alert is neither told nor repeated; ends are told even to who has silenced it since.
 */
export function telling(candidates: readonly Candidate[]): Telling {
  const over: AlertRow[] = [];
  const fresh: AlertRow[] = [];
  const going: AlertRow[] = [];
  let goesOn = false;
  let heldBack = false;
  for (const { row, told, suppressed } of candidates) {
    if (row.state === 'resolved') {
      if (told !== null && !told.resolved) over.push(row);
      continue;
    }
    goesOn = true;
    if (suppressed) heldBack = true;
    else if (row.state === 'open') {
      const known = told !== null && !told.resolved && told.episode === row.episode;
      (known ? going : fresh).push(row);
    }
  }
  return { alerts: [...over, ...fresh, ...going], news: over.length + fresh.length > 0, goesOn, heldBack };
}
