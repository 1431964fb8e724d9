import { exec, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import Fastify from 'fastify';

const app = Fastify();
const run = promisify(exec);
const runFile = promisify(execFile);

async function historyOf(file) {
  const { stdout } = await runFile('git', ['log', '--oneline', '-n', '20', '--', file], { cwd: '/srv/wiki' });
  return stdout.split('\n').filter(Boolean);
}

app.get('/history', async (request) => {
  const { page } = request.query;
  return { page, commits: await historyOf(page) };
});

await app.listen({ port: 3000 });
