import { type Api, loginAdmin, register, type SignedIn } from './api.js';

/** A new account on the plan with the widest limits, for tests that send more than a free account may. */
export async function registerEnterprise(client: Api): Promise<SignedIn> {
  const [admin, user] = await Promise.all([loginAdmin(client), register(client)]);
  const answer = await client.patch(`/admin/users/${user.id}`, { token: admin.token, body: { plan: 'enterprise' } });
  if (answer.status !== 200) throw new Error(`the plan was not changed: ${JSON.stringify(answer.body)}`);
  return user;
}
