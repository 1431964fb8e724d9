/** As really sent; OpenAPI shows it. */
export const securityStatusExample = {
  behaviour_score: 0.2839,
  computed_score: 0.2839,
  band: 'restricted',
  rate_limit_multiplier: 0.5,
  exempt: false,
  contributions: [
    { signal: 'clean-hours', count: 0.9982, log_odds: 0.1519, points: 0.0297, step: 0.0359, ignored: false },
    { signal: 'rapid-fire', count: 0.9441, log_odds: -0.7475, points: -0.1719, step: -0.1806, ignored: false },
    { signal: 'limit-violations', count: 0.9925, log_odds: -0.7341, points: -0.1685, step: -0.1714, ignored: false },
    { signal: 'daily-over-free', count: 0, log_odds: 0, points: 0, step: 0, ignored: false },
    { signal: 'dangerous-code', count: 0, log_odds: 0, points: 0, step: 0, ignored: false },
    { signal: 'dangerous-slow', count: 0, log_odds: 0, points: 0, step: 0, ignored: false },
  ],
  overrides: [],
  recovers_at: '2026-11-24T10:32:11.402Z',
  block: null,
};
