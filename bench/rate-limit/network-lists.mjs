// What a look into the block list and the allow list costs, by how many networks they hold: the tree alone (a caller seen
// for the first time) and with the memory of callers in front of it. `npm run bench:rate-limit:lists`, after the build.
import { canonicalRange, parseRange } from '../../dist/network/network-range.js';
import { PrefixTree } from '../../dist/network/prefix-tree.js';
import { Generations } from '../../dist/rate-limit/generations.js';

const LOOKS = 2_000_000;
const CALLERS = 5_000;

let seed = 20_261_125;
const random = (below) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const v4 = () => `${random(223) + 1}.${random(256)}.${random(256)}.${random(256)}`;
const v6 = () =>
  `2${random(4096).toString(16).padStart(3, '0')}:${random(65_536).toString(16)}:${random(65_536).toString(16)}:${random(65_536).toString(16)}::`;
const range = () => (random(3) === 0 ? `${v6()}/${32 + random(33)}` : `${v4()}/${16 + random(17)}`);

const nanoseconds = (looks, look) => {
  const start = process.hrtime.bigint();
  let found = 0;
  for (let i = 0; i < looks; i += 1) found += look(i);
  return { ns: Number(process.hrtime.bigint() - start) / looks, found };
};

console.log('networks   build ms   heap MB   tree ns   parse + tree ns   remembered ns');
for (const size of [10, 1_000, 10_000, 20_000]) {
  const ranges = Array.from({ length: size }, () => parseRange(range()));
  global.gc?.();
  const heap = process.memoryUsage();
  const start = performance.now();
  const tree = new PrefixTree();
  for (const one of ranges) tree.add(one, one.text);
  const build = performance.now() - start;
  global.gc?.();
  const now = process.memoryUsage();
  const mb = (now.heapUsed - heap.heapUsed + now.arrayBuffers - heap.arrayBuffers) / 2 ** 20;

  const texts = Array.from({ length: CALLERS }, () => parseRange(random(3) === 0 ? v6() : v4()).text);
  const callers = texts.map(parseRange);
  const remembered = new Generations(10_000);
  for (const text of texts) remembered.set(text, tree.matches(parseRange(text)));
  nanoseconds(LOOKS / 10, (i) => tree.matches(callers[i % CALLERS]).length);
  const walk = nanoseconds(LOOKS, (i) => tree.matches(callers[i % CALLERS]).length);
  const parse = nanoseconds(LOOKS / 10, (i) => tree.matches(canonicalRange(texts[i % CALLERS])).length);
  const known = nanoseconds(LOOKS, (i) => remembered.get(texts[i % CALLERS]).length);
  console.log(
    [
      String(size).padStart(8),
      build.toFixed(1).padStart(10),
      mb.toFixed(1).padStart(9),
      walk.ns.toFixed(0).padStart(9),
      parse.ns.toFixed(0).padStart(17),
      known.ns.toFixed(0).padStart(15),
    ].join(' '),
  );
}
