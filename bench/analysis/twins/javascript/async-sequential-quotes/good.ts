interface Quote {
  symbol: string;
  price: number;
}

async function quoteOf(symbol: string): Promise<Quote> {
  const response = await fetch(`https://quotes.example/v1/${encodeURIComponent(symbol)}`);
  return (await response.json()) as Quote;
}

export async function portfolio(symbols: readonly string[]): Promise<Quote[]> {
  const quotes = await Promise.all(symbols.map((symbol) => quoteOf(symbol)));
  return quotes.filter(({ price }) => price > 0);
}
