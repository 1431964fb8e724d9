/** The load, in a process of its own: `{ url, path, body?, tokens, seconds }` in, `{ answered, refused, perSecond }` out. */
import autocannon from 'autocannon';

const CONNECTIONS = 64;

process.on('message', async ({ url, path, body, tokens, seconds }) => {
  let turn = 0;
  const result = await autocannon({
    url: `${url}${path}`,
    method: body === undefined ? 'GET' : 'POST',
    body,
    connections: CONNECTIONS,
    duration: seconds,
    setupClient(client) {
      const token = tokens[turn++ % tokens.length];
      client.setHeaders({
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      });
    },
  });
  const refused = result.non2xx + result.errors + result.timeouts;
  process.send({ answered: result['2xx'] + result.non2xx, refused, perSecond: result.requests.average });
});
process.once('disconnect', () => process.exit(0));
