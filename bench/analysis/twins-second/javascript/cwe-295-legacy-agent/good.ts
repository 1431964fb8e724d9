import { readFileSync } from 'node:fs';
import https from 'node:https';

interface Options {
  internal: boolean;
}

function agentFor({ internal }: Options): https.Agent {
  if (internal) {
    return new https.Agent({ keepAlive: true, ca: readFileSync('/etc/ssl/internal.pem') });
  }
  return new https.Agent({ keepAlive: true });
}

https.get('https://billing.internal/health', { agent: agentFor({ internal: true }) }, (res) => {
  console.log(res.statusCode);
  res.resume();
});
