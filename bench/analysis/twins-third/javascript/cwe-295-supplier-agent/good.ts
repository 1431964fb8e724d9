import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

const agent = new Agent({
  keepAlive: true,
  ca: readFileSync('/etc/ssl/supplier-ca.pem'),
  rejectUnauthorized: true,
});

export function availability(article: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { host: 'api.supplier.example', path: `/stock/${article}`, agent, timeout: 5000 };
    const call = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => (response.statusCode === 200 ? resolve(Number(text)) : reject(new Error('stock'))));
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', reject);
    call.end();
  });
}
