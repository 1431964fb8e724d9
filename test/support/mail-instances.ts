import type { Client } from 'pg';
import { api, type Api } from './api.js';
import { type MailServer, startMailServer } from './mail-server.js';
import { type Service, sharedStores, startService } from './service.js';
import { storeOf } from './store.js';

/** Two instances on the same stores, both sending by one mail server. */
export interface MailInstances {
  mail: MailServer;
  one: Service;
  two: Service;
  /** Of the first instance. */
  client: Api;
  /** Of the second. */
  elsewhere: Api;
  /** The database behind them. */
  store: Client;
  stores: Record<string, string>;
  stop(): Promise<void>;
}

/** @param settings win over the mail server's. */
export async function startMailInstances(settings: Readonly<Record<string, string>> = {}): Promise<MailInstances> {
  const mail = await startMailServer();
  const stores = await sharedStores();
  const all = { ...stores, SMTP_URL: mail.url, BASE_URL: 'https://code.example.org', ...settings };
  const [one, two] = await Promise.all([startService(all), startService(all)]);
  const store = await storeOf(stores);
  return {
    mail,
    one,
    two,
    client: api(one),
    elsewhere: api(two),
    store,
    stores,
    async stop() {
      await store.end();
      await Promise.all([one.stop(), two.stop()]);
    },
  };
}
