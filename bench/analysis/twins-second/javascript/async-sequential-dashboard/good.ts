interface Dashboard {
  orders: number;
  visitors: number;
}

async function count(kind: string): Promise<number> {
  const answer = await fetch(`https://stats.example.org/${kind}`);
  return Number(await answer.text());
}

export async function dashboard(): Promise<Dashboard> {
  const [orders, visitors] = await Promise.all([count('orders'), count('visitors')]);
  return { orders, visitors };
}

dashboard().then(console.log, console.error);
