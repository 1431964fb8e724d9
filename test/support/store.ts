import { Client } from 'pg';

/** The database behind a service, read and changed past it: for what only time or damage would bring about. */
export async function storeOf(stores: Readonly<Record<string, string>>): Promise<Client> {
  const client = new Client({ connectionString: stores['DATABASE_URL'] });
  await client.connect();
  return client;
}
