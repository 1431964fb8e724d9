function missing(expected, delivered) {
  const known = delivered.map((item) => item.sku);
  const absent = [];
  for (const item of expected) {
    if (!known.includes(item.sku)) absent.push(item);
  }
  return absent;
}

const expected = Array.from({ length: 5000 }, (_, sku) => ({ sku }));
const delivered = expected.filter(({ sku }) => sku % 3 !== 0);
console.log(missing(expected, delivered).length);
