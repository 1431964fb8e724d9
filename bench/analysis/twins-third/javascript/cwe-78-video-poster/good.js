import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Fastify from 'fastify';

const run = promisify(execFile);
const app = Fastify({ logger: true, bodyLimit: 10_000 });

const VIDEOS = new Map([
  ['intro', '/srv/videos/intro.mp4'],
  ['tour', '/srv/videos/tour.mp4'],
]);

async function poster(file, second, caption) {
  const folder = await mkdtemp(join(tmpdir(), 'poster-'));
  const frame = join(folder, 'frame.png');
  try {
    await run('ffmpeg', ['-loglevel', 'error', '-ss', String(second), '-i', file, '-frames:v', '1', frame]);
    const options = { shell: false, encoding: 'buffer', maxBuffer: 8_000_000 };
    const { stdout } = await run('convert', [frame, '-gravity', 'south', '-set', 'comment', `c:${caption}`, 'png:-'], options);
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

app.get('/videos/:name/poster', async (request, reply) => {
  const file = VIDEOS.get(request.params.name);
  if (!file) return reply.code(404).send({ error: 'no such video' });
  const second = Number.parseInt(request.query.second ?? '0', 10);
  if (!(second >= 0 && second < 86_400)) return reply.code(400).send({ error: 'second' });
  const caption = String(request.query.caption ?? '').replaceAll('%', ' ').slice(0, 80);
  return reply.type('image/png').send(await poster(file, second, caption));
});

await app.listen({ port: 3000 });
