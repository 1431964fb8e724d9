import { Configuration } from '../../../config/configuration.js';
import type { DomainEvent } from '../../../events/domain-event.js';
import { CallerCipher } from '../../recorder/caller-cipher.js';
import { AlertSignals } from './alert-signals.js';
import { shownNetwork } from './shown-network.js';

const cipher = new CallerCipher(Configuration.parse({ JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-two-of-us' }));
const signals = new AlertSignals(cipher);
const user = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
const event = (more: Partial<DomainEvent> & Pick<DomainEvent, 'type'>): DomainEvent => ({
  outcome: 'ok',
  actor: { kind: 'system' },
  ...more,
});
const fired = (data: DomainEvent['data'], more: Partial<DomainEvent> = {}) =>
  event({
    type: 'detect.scenario_fired',
    target: { type: 'user', id: user },
    tenant: user,
    ...more,
    ...(data ? { data } : {}),
  });

describe('AlertSignals', () => {
  it('reads a fire with all that is known of it', () => {
    const contributions = JSON.stringify([{ signal: 'rapid-fire', log_odds: -1, points: -0.2, more: 'x' }]);
    const data = {
      scenario: 'rapid-fire',
      mode: 'live',
      message: '21 requests',
      count: 21,
      span_ms: 3_000,
      contributions,
    };
    expect(signals.of(fired({ ...data, severity: 'high' }, { network: '203.0.113.7' }))).toMatchObject({
      kind: 'firing',
      scenario: 'rapid-fire',
      subject: { kind: 'user', id: user },
      userId: user,
      severity: 'high',
      lasting: false,
      network: { whole: '203.0.113.7', shown: '203.0.113.0/24', hash: cipher.network('203.0.113.7') },
      facts: { count: 21, contributions: [{ signal: 'rapid-fire', log_odds: -1, points: -0.2 }], decision_id: null },
    });
  });

  it.each([
    ['a dry run', fired({ scenario: 'rapid-fire', mode: 'dry_run' })],
    ['a scenario without a name', fired({ mode: 'live' })],
    ['a name that is none', fired({ scenario: 'Rapid Fire<script>', mode: 'live' })],
    ['a request', event({ type: 'auth.login.success' })],
    ['what alerts themselves tell', event({ type: 'detect.alert.opened' })],
    [
      'a better band',
      event({ type: 'detect.score_band_changed', data: { from: 'normal', to: 'trusted', score: 0.9 } }),
    ],
  ])('makes no alert of %s', (_, told) => {
    expect(signals.of(told)).toBeNull();
  });

  it('makes an alert also of facts that are odd', () => {
    const odd = { scenario: 'rapid-fire', mode: 'live', severity: 'fatal', count: 'many', contributions: '{' };
    expect(signals.of(fired(odd))).toMatchObject({ severity: 'medium', facts: { count: 1, contributions: [] } });
  });

  it('opens with a fall below 0.3 and ends well above it, so that nothing flaps', () => {
    const band = (from: string, to: string, score: number) =>
      signals.of(
        event({
          type: 'detect.score_band_changed',
          tenant: user,
          target: { type: 'user', id: user },
          data: { from, to, score },
        }),
      );
    const fall = band('normal', 'restricted', 0.29);
    expect(fall).toMatchObject({ kind: 'firing', scenario: 'behaviour-restricted', facts: { score_after: 0.29 } });
    expect(band('restricted', 'normal', 0.31)).toBeNull();
    expect(band('restricted', 'normal', 0.34)).toEqual({ kind: 'ending', fingerprint: fall?.fingerprint });
  });

  it('knows a network by its hash alone, and takes what is hashed already', () => {
    const network = '198.51.100.9';
    const clear = signals.of(fired({ scenario: 's', mode: 'live' }, { target: { type: 'network', id: network } }));
    const hashed = signals.of(
      fired({ scenario: 's', mode: 'live' }, { target: { type: 'network', id: cipher.network(network) } }),
    );
    expect(clear?.fingerprint).toBe(hashed?.fingerprint);
    expect(clear).toMatchObject({ subject: { kind: 'network', id: cipher.network(network) } });
  });

  it('raises and ends conditions of other rooms, which last', () => {
    const data = { alarm: 'queue-full', severity: 'critical', message: 'no room', lasting: true };
    const raised = signals.of(event({ type: 'system.alarm.raised', data }));
    expect(raised).toMatchObject({ kind: 'firing', scenario: 'queue-full', severity: 'critical', lasting: true });
    expect(signals.of(event({ type: 'system.alarm.ended', data: { alarm: 'queue-full' } }))).toEqual({
      kind: 'ending',
      fingerprint: raised?.fingerprint,
    });
    const stale = signals.of(event({ type: 'detect.engine.stale' }));
    expect(stale).toMatchObject({ scenario: 'detection-stale', severity: 'critical', lasting: true });
    expect(signals.of(event({ type: 'detect.engine.recovered' }))).toEqual({
      kind: 'ending',
      fingerprint: stale?.fingerprint,
    });
  });
});

describe('shownNetwork', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['unknown', 'unknown'],
  ])('shows %s as %s', (network, shown) => {
    expect(shownNetwork(network)).toBe(shown);
  });
});
