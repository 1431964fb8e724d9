import { YamlFileError } from '../config/checked-yaml.js';
import { parseBillingFile } from './price-table.js';

const plans = ['free', 'pro'];

describe('parseBillingFile', () => {
  it('reads the grace period and the prices', () => {
    const file = parseBillingFile('grace: 7d\nprices:\n  price_1: pro\n  price_2: free\n', plans);
    expect(file.grace).toBe(7 * 86_400);
    expect([...file.prices]).toEqual([
      ['price_1', 'pro'],
      ['price_2', 'free'],
    ]);
  });

  it.each([
    ['grace: 7\nprices: {}\n', 'line 1: grace: must be a time such as 30m, 12h or 7d'],
    ['grace: 91d\nprices: {}\n', 'line 1: grace: must be at most 90d'],
    ['grace: 1d\nprices:\n  price_1: gold\n', 'line 3: prices.price_1: must be one of free, pro'],
    ['grace: 1d\nprices: {}\nprice: 1\n', 'line 3: price: is not known'],
    ['grace: 1d\n', 'line 1: prices: is missing'],
  ])('says what is wrong with %j', (text, problem) => {
    let caught: unknown;
    try {
      parseBillingFile(text, plans);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(YamlFileError);
    expect((caught as YamlFileError).problems).toEqual([problem]);
  });
});
