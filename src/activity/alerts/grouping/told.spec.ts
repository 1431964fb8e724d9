import type { AlertRow } from '../../../database/tables/alerts.js';
import { type Candidate, telling } from './told.js';

const alert = (state: AlertRow['state'], told: Candidate['told'] = null, suppressed = false): Candidate => ({
  row: { id: state, state, episode: 2 } as AlertRow,
  told,
  suppressed,
});
const began = { episode: 2, resolved: false };

describe('telling', () => {
  it.each<[string, Candidate, boolean, number]>([
    ['a new alert', alert('open'), true, 1],
    ['one that was told in an earlier episode', alert('open', { episode: 1, resolved: false }), true, 1],
    ['one that was told to be over, and is back', alert('open', { episode: 2, resolved: true }), true, 1],
    ['one that goes on', alert('open', began), false, 1],
    ['one that somebody looks after', alert('acknowledged'), false, 0],
    ['one that is silenced', alert('open', null, true), false, 0],
    ['the end of one that was told', alert('resolved', began), true, 1],
    ['the end of one that was told and is silenced since', alert('resolved', began, true), true, 1],
    ['the end of one that was never told', alert('resolved'), false, 0],
    ['an end that was told', alert('resolved', { episode: 2, resolved: true }), false, 0],
  ])('%s', (_, candidate, news, alerts) => {
    const found = telling([candidate]);
    expect([found.news, found.alerts.length]).toEqual([news, alerts]);
    expect(found.goesOn).toBe(candidate.row.state !== 'resolved');
  });

  it('shows what is over first, then what is new, then what goes on', () => {
    const found = telling([alert('open', began), alert('open'), alert('resolved', began)]);
    expect(found.alerts.map(({ state }) => state)).toEqual(['resolved', 'open', 'open']);
    expect(telling([alert('open', null, true)]).heldBack).toBe(true);
  });
});
