import { requestId } from './request-id.js';

const made = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const idOf = (given?: string) => requestId({ headers: given === undefined ? {} : { 'x-request-id': given } });

describe('requestId', () => {
  it.each(['abc-123', '~!@#$%^&*()', 'x'.repeat(128)])('keeps %s', (given) => {
    expect(idOf(given)).toBe(given);
  });

  it.each([undefined, '', 'x'.repeat(129), 'two words', 'tab\there', 'naïve', 'line\nbreak'])(
    'replaces %j',
    (given) => {
      expect(idOf(given)).toMatch(made);
    },
  );

  it('makes a new one each time', () => {
    expect(idOf()).not.toBe(idOf());
  });
});
