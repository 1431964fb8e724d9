const { Cart } = require('./cart');

describe('Cart', () => {
  it('adds up prices', () => {
    const cart = new Cart();
    cart.add({ sku: 'a', cents: 250 });
    cart.add({ sku: 'b', cents: 120 });
    expect(cart.total()).toBe(370);
  });

  it('drops a line', () => {
    const cart = new Cart();
    cart.add({ sku: 'a', cents: 250 });
    cart.remove('a');
    cart.total();
  });
});
