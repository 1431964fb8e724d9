import type { Check } from '../../rule.js';

const waits =
  /^(?:\w+::(?:join|get|getNow|resultNow)|\(?\w+\)?\s*->\s*(?:\{\s*(?:try\s*\{\s*)?return\s+)?\w+\.(?:join|get)\()/;
const starts = /\b(?:supplyAsync|runAsync|sendAsync|submit|@Async)\s*\(/;
/** All are started before the first is waited for. */
const gathered = /\.(?:collect|toList|toArray|sorted|reversed)\s*\([^()]*(?:\([^()]*\)[^()]*)*\)[^{}]*$/;
const longest = 2_000;

/**
 * `.map(x -> supplyAsync(…)).map(CompletableFuture::join)`: a stream takes each element through all steps before the
 * next, so that every future is waited for before the next is started.
 */
export const joinedOneByOne: Check = function* (file) {
  if (!starts.test(file.tree.source)) return;
  for (const name of ['map', 'mapToInt', 'mapToLong', 'mapToObj', 'forEach', 'flatMap']) {
    for (const call of file.tree.callsTo(name)) {
      const object = file.field(call, 'object');
      const list = file.field(call, 'arguments');
      const [step] = list ? file.named(list) : [];
      if (!object || !step || !waits.test(file.text(step).slice(0, 120))) continue;
      const before = file.text(object).slice(-longest);
      const start = [...before.matchAll(new RegExp(starts, 'g'))].at(-1);
      if (!start || !/\.(?:stream|of|rangeClosed|range|map)\(/.test(before) || before.includes('parallel')) continue;
      if (gathered.test(before.slice(start.index + start[0].length))) continue;
      yield { node: file.field(call, 'name') ?? call };
    }
  }
};
