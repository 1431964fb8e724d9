/**
 * Memory of an analysis process, as the pool starts it (limited, confined), on real code: when it is ready, and the most that
 * its process ever held after a number of analyses of about 2,000 lines each. The pool ends a process above 400 MB and the
 * system one whose data exceed 700 MB.
 *
 *   npm run build && node bench/analysis/memory.mjs
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { samplesOf } from './samples.mjs';

const ANALYSES = Number(process.env['ANALYSES'] ?? 40);
const LIMIT_MB = 700;
const BAR_MB = 400;
const built = new URL(`../../${process.env['CODEPITAMAH_DIST'] ?? 'dist'}/analysis/pool/`, import.meta.url);
const { launch } = await import(new URL('launch.js', built).href);

console.log(`MB of an analysis process   ready   after ${ANALYSES} analyses   most, bar ${BAR_MB}`);
let failed = false;
for (const language of 'python javascript typescript java php ruby csharp go c cpp rust'.split(' ')) {
  const samples = samplesOf(language, 4);
  if (samples === null) {
    console.log(`${language.padEnd(26)} no code on this machine: set CODE_${language.toUpperCase()} to a folder of it`);
    continue;
  }
  const child = launch(LIMIT_MB, '/nonexistent', false);
  await once(child, 'message');
  const ready = held(child.pid, 'VmRSS');
  let rss = 0;
  for (let id = 0; id < ANALYSES; id += 1) {
    const code = samples[id % samples.length];
    child.send({ id, job: { kind: 'analyze', code, language, filename: null } });
    const [message] = await once(child, 'message');
    if (message.kind !== 'result') throw new Error(`${language}: ${message.kind}`);
    rss = message.rss / 1024 / 1024;
  }
  const most = held(child.pid, 'VmHWM');
  failed ||= most > BAR_MB;
  const columns = [ready, rss, most].map((mb) => String(Math.round(mb)).padStart(8));
  console.log(`${language.padEnd(22)} ${columns[0]} ${columns[1].padStart(21)} ${columns[2].padStart(10)}`);
  child.disconnect();
  await once(child, 'exit');
}
process.exitCode = failed ? 1 : 0;

/** A size that Linux tells of a process, MB: what it holds now, or the most that it ever held. */
function held(pid, name) {
  const kib = new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}
