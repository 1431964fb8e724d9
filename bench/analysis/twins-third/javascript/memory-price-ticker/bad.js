import { useEffect, useState } from 'react';

const FORMAT = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

export function PriceTicker({ source, symbol }) {
  const [price, setPrice] = useState(null);
  const [stale, setStale] = useState(false);

  useEffect(() => {
    let last = Date.now();
    function onPrice(event) {
      if (event.detail.symbol !== symbol) return;
      last = Date.now();
      setPrice(event.detail.price);
      setStale(false);
    }
    source.addEventListener('price', onPrice);
    const timer = setInterval(() => setStale(Date.now() - last > 15_000), 5000);
    return () => {
      clearInterval(timer);
      source.removeEventListener('price', () => onPrice);
    };
  }, [source, symbol]);

  return (
    // the class dims a price that is out of date
    <output className={stale ? 'price stale' : 'price'}>
      {price === null ? '…' : FORMAT.format(price)}
    </output>
  );
}
