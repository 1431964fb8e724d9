import { contenders } from './contenders.mjs';

export const LIMIT = 50;
export const WINDOW = 1_000;

/**
 * How much two kinds of attacker get out of each contender, as the largest number admitted in any window ÷ limit:
 * the greedy one never stops asking, the polite one asks for one limit's worth just before and just after the moment at
 * which a fixed window turns over.
 */
export async function attack(redis) {
  const connections = Array.from({ length: 4 }, () => redis.connect());
  const results = [];
  for (const contender of Object.values(contenders(LIMIT, WINDOW))) {
    // The burst rule would refuse more than the window's limit asks for; it has its own proof in the tests.
    if (contender.rules) continue;
    await redis.client.flushdb();
    const greedy = await admitted(contender, connections, greedily);
    await redis.client.flushdb();
    const polite = await admitted(contender, connections, politely);
    results.push([contender.name, { greedy: worst(greedy), polite: worst(polite) }]);
  }
  for (const connection of connections) connection.disconnect();
  return results;
}

async function admitted(contender, connections, attacker) {
  const times = [];
  let next = 0;
  const ask = async () => {
    const connection = connections[(next += 1) % connections.length];
    const sent = performance.now();
    if (await contender.decide(connection, 'victim')) times.push({ sent, answered: performance.now() });
  };
  await attacker(ask);
  return times;
}

async function greedily(ask) {
  const end = performance.now() + 4 * WINDOW;
  const caller = async () => {
    while (performance.now() < end) await ask();
  };
  await Promise.all(Array.from({ length: 16 }, caller));
}

/** The first request opens a fixed window; the rest of its limit comes at its end, the next limit right after. */
async function politely(ask) {
  const opened = performance.now();
  await ask();
  await sleepUntil(opened + WINDOW - 100);
  await Promise.all(Array.from({ length: LIMIT - 1 }, ask));
  await sleepUntil(opened + WINDOW + 20);
  await Promise.all(Array.from({ length: LIMIT }, ask));
}

function sleepUntil(moment) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())));
}

/**
 * Only those count that lie in one window for certain: sent after its start and answered before its end, less the 1 ms
 * by which every contender's clock is cut.
 */
function worst(times) {
  let most = 0;
  for (const { sent } of times) {
    const inside = times.filter((other) => other.sent >= sent && other.answered < sent + WINDOW - 1).length;
    most = Math.max(most, inside);
  }
  return most / LIMIT;
}
