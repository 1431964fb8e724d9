import { z } from 'zod';
import type { Severity } from '../../report/analysis-report.js';
import type { Ecosystem } from '../manifest.js';
import { pythonName } from '../readers/python-requirement.js';
import { versionOrders } from '../versions/version-order.js';
import type { Advisory, RangeEvent } from './advisory.js';
import { cvss3Score, severityOfScore } from './cvss.js';

/** What is read of an OSV record (schema 1.x); everything else passes by. */
const record = z.object({
  id: z.string().min(1).max(200),
  withdrawn: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  summary: z.string().optional(),
  details: z.string().optional(),
  severity: z.array(z.object({ type: z.string(), score: z.string() })).optional(),
  database_specific: z.object({ severity: z.unknown() }).partial().optional(),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
        severity: z.array(z.object({ type: z.string(), score: z.string() })).optional(),
        ranges: z.array(z.object({ type: z.string(), events: z.array(z.record(z.string(), z.string())) })).nullish(),
        versions: z.array(z.string()).nullish(),
      }),
    )
    .optional(),
});
type OsvRecord = z.infer<typeof record>;

/** An advisory with the package it is about. */
export interface PackageAdvisory {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly advisory: Advisory;
}

/** Lists of single versions longer than this come with a range that says the same. */
const MAX_VERSIONS = 1_000;
const MAX_EVENTS = 200;

/** Takes from a record what concerns our ecosystems; empty when it is withdrawn, null when it is no OSV record. */
export function advisoriesOf(json: unknown): PackageAdvisory[] | null {
  const read = record.safeParse(json);
  if (!read.success) return null;
  if (read.data.withdrawn !== undefined) return [];
  const { id, aliases = [], summary, details = '', affected = [] } = read.data;
  const found = new Map<string, PackageAdvisory & { advisory: { ranges: RangeEvent[][]; versions: string[] } }>();
  for (const one of affected) {
    const ecosystem = ecosystemOf(one.package?.ecosystem ?? '');
    if (ecosystem === null || one.package === undefined) continue;
    const name = nameKey(one.package.name, ecosystem);
    const key = `${ecosystem} ${name}`;
    const advisory = found.get(key)?.advisory ?? {
      id,
      aliases: aliases.slice(0, 10),
      severity: severityOf(read.data, one.severity),
      summary: (summary ?? details).split('\n')[0]?.slice(0, 200) ?? '',
      ranges: [],
      versions: [],
    };
    // Commits say nothing of the versions that a manifest names.
    for (const { type, events } of one.ranges ?? []) if (type !== 'GIT') advisory.ranges.push(eventsOf(events));
    advisory.versions.push(...(one.versions ?? []).slice(0, MAX_VERSIONS));
    found.set(key, { ecosystem, name, advisory });
  }
  return [...found.values()];
}

/** A package's name as the index is asked for it. */
export function nameKey(name: string, ecosystem: Ecosystem): string {
  if (ecosystem === 'PyPI') return pythonName(name);
  return ecosystem === 'NuGet' || ecosystem === 'Packagist' ? name.toLowerCase() : name;
}

function ecosystemOf(name: string): Ecosystem | null {
  const [base = ''] = name.split(':');
  return Object.hasOwn(versionOrders, base) ? (base as Ecosystem) : null;
}

function eventsOf(events: readonly Record<string, string>[]): RangeEvent[] {
  return events.slice(0, MAX_EVENTS).flatMap((event) =>
    (['introduced', 'fixed', 'last_affected'] as const).flatMap((at) => {
      const version = event[at];
      return version === undefined ? [] : [{ at, version: version.slice(0, 100) }];
    }),
  );
}

const words: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  moderate: 'medium',
  medium: 'medium',
  low: 'low',
};

function severityOf(
  { id, severity = [], database_specific: own }: OsvRecord,
  ofPackage: OsvRecord['severity'],
): Severity {
  if (id.startsWith('MAL-')) return 'critical';
  const scores = [...(ofPackage ?? []), ...severity].flatMap(({ score }) => cvss3Score(score) ?? []);
  const [score] = scores;
  if (score !== undefined) return severityOfScore(score);
  const said = typeof own?.severity === 'string' ? words[own.severity.toLowerCase()] : undefined;
  return said ?? 'high';
}
