import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetUpError } from './project.mjs';

/** The oldest Node.js that package.json names. */
export function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [major, minor] = /(\d+)\.(\d+)/.exec(engines.node).slice(1).map(Number);
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  throw new SetUpError(`Node.js ${engines.node} is needed; this is ${process.versions.node}.`);
}
