const columns = ['', 'CPU µs/request', 'share kept', 'requests/s', 'share kept', 'bar', ''];

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The table of what was measured beside what is asked. A share is the median of the rounds' own ratios: both sides of
 * one ratio were measured in the same half minute, under the same disturbance.
 */
export function report(contenders, rounds) {
  const rows = contenders.map((contender) => row(contender, contenders, rounds));
  const widths = columns.map((title, i) => Math.max(title.length, ...rows.map((cells) => cells[i].length)));
  return [columns, ...rows]
    .map((cells) => cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n');
}

function row(contender, contenders, rounds) {
  const bare = contenders.find(({ server, post }) => server === 'bare' && post === contender.post);
  const ratio = (of) => median(rounds.map((round) => of(round.get(contender), round.get(bare))));
  const cpu = median(rounds.map((round) => round.get(contender).cpu));
  const perSecond = median(rounds.map((round) => round.get(contender).perSecond));
  const keptCpu = ratio((mine, its) => its.cpu / mine.cpu);
  const keptRate = ratio((mine, its) => mine.perSecond / its.perSecond);
  return [
    contender.name,
    cpu.toFixed(1),
    percent(keptCpu),
    perSecond.toFixed(0),
    percent(keptRate),
    contender.bar === undefined ? '' : `≥ ${percent(contender.bar)}`,
    contender.bar === undefined ? '' : verdict(keptCpu >= contender.bar && keptRate >= contender.bar),
  ];
}

/** The bar in absolute numbers: either will do, since load and Redis share the machine. */
export function absoluteBar(contenders, rounds) {
  const guarded = contenders.find((contender) => contender.guarded);
  const of = (member) => median(rounds.map((round) => round.get(guarded)[member]));
  const met = of('perSecond') >= 10_000 || of('cpu') <= 100;
  return (
    `guarded requests: ${of('perSecond').toFixed(0)}/s (bar ≥ 10000/s), or ${of('cpu').toFixed(1)} µs of process CPU ` +
    `each (bar ≤ 100 µs): ${verdict(met)}`
  );
}

function percent(share) {
  return `${(share * 100).toFixed(0)} %`;
}

function verdict(met) {
  return met ? 'met' : 'MISSED';
}
