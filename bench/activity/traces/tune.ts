import { readFileSync } from 'node:fs';
import { parseScenarioFile } from '../../../src/activity/detection/scenarios/scenario-file.js';
import { judge } from './judge.js';
import { plainWatcher } from './plain-watcher.js';
import { population } from './population.js';
import { lines } from './report.js';
const scenarios = parseScenarioFile(readFileSync('src/activity/detection/scenarios/scenarios.yaml', 'utf8'));
const [seeds = '11,22,33', honest = '190', malicious = '26', shift = '1', show = ''] = process.argv.slice(2);
for (const seed of seeds.split(',').map(Number)) {
  const at = performance.now();
  const outcomes = await judge(
    population(seed, { honest: +honest, malicious: +malicious, shift: +shift }),
    plainWatcher(scenarios),
  );
  console.log(lines(`seed ${seed} shift ${shift}`, outcomes).join('\n'), Math.round(performance.now() - at), 'ms');
  for (const o of outcomes) {
    const wrong = o.honest ? o.restrictedAt !== null && o.persona !== 'researcher' : o.restrictedAt === null;
    if (wrong && (show === 'all' || show === o.persona || (show === 'honest' && o.honest)))
      console.log(
        '   ',
        o.persona,
        o.theft ?? '',
        o.lowest.toFixed(2),
        [...o.fires].map(([k, v]) => `${k}×${v}`).join(' '),
      );
  }
}
