const { Basket } = require('./basket');
const { fetchVouchers } = require('./vouchers');

jest.mock('./vouchers');

describe('Basket', () => {
  let basket;

  beforeEach(() => {
    jest.resetAllMocks();
    basket = new Basket({ currency: 'EUR' });
    basket.add({ article: 'lamp', cents: 2500 }, 2);
    basket.add({ article: 'rope', cents: 900 }, 1);
  });

  it('adds up its entries', () => {
    expect(basket.total()).toBe(5900);
  });

  it('takes an entry out', () => {
    basket.remove('lamp');
    expect(basket.total()).toBe(900);
    expect(basket.entries()).toHaveLength(1);
  });

  it('takes a voucher into account', async () => {
    fetchVouchers.mockResolvedValue([{ code: 'TEN', percent: 10 }]);
    await basket.redeem('TEN');
    expect(basket.total()).toBe(5310);
  });

  it('refuses an unknown voucher', async () => {
    fetchVouchers.mockResolvedValue([]);
    expect(basket.redeem('NONE')).rejects.toThrow('voucher');
  });

  it.each([
    [0, 0],
    [3, 7500],
  ])('counts %i lamps', (count, cents) => {
    const fresh = new Basket({ currency: 'EUR' });
    if (count > 0) fresh.add({ article: 'lamp', cents: 2500 }, count);
    expect(fresh.total()).toBe(cents);
  });
});
