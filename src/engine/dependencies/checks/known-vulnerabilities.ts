import type { Dependency, Ecosystem, Manifest } from '../manifest.js';
import { type Advisory, verdictOn } from '../vulnerabilities/advisory.js';
import { vulnerabilities } from '../vulnerabilities/vulnerability-index.js';
import type { Found } from './check.js';

/** More of one entry helps nobody: updating it is due anyway. */
const MAX_PER_ENTRY = 20;

/** Versions for which the imported records have an advisory. */
export function* knownVulnerabilities({ ecosystem, dependencies }: Manifest): Generator<Found> {
  const index = vulnerabilities();
  if (index === null) return;
  for (const dependency of dependencies) {
    const asked = versionOf(dependency, ecosystem);
    if (asked === null || dependency.source !== null) continue;
    let found = 0;
    for (const advisory of index.find(dependency.name, ecosystem)) {
      const verdict = verdictOn(asked.version, advisory, ecosystem);
      if (verdict === null) continue;
      found += 1;
      if (found > MAX_PER_ENTRY) break;
      yield {
        rule: 'dependency/known-vulnerability',
        place: dependency,
        message: messageOf(dependency, asked, advisory, verdict.fixed),
        severity: advisory.severity,
        ...(asked.exact ? {} : { confidence: 0.5 }),
        references: [`https://osv.dev/vulnerability/${encodeURIComponent(advisory.id)}`],
      };
    }
  }
}

interface AskedVersion {
  readonly version: string;
  /** False for the earliest version of a range: what is installed may be later. */
  readonly exact: boolean;
}

const number = /v?\d[\w.+!-]{0,100}/;

/** The version that an entry asks for, or the earliest that its last alternative allows; null when it names none. */
export function versionOf({ requirement }: Dependency, ecosystem: Ecosystem): AskedVersion | null {
  const said = requirement?.text.split('||').at(-1)?.trim() ?? '';
  const bare = /^(={1,3}\s{0,9})?(v?\d[\w.+!-]{0,100})$/.exec(said);
  if (bare) {
    const version = (bare[2] ?? '').replace(/\.[xX*]$/, '');
    // In Cargo and Poetry's style a bare version is a range; so is `1.2` in npm.
    const range =
      bare[1] === undefined &&
      (ecosystem === 'crates.io' || (ecosystem === 'npm' && !/^v?\d+\.\d+\.\d+/.test(version)));
    return { version, exact: !range };
  }
  const single = /^\[\s{0,9}(\d[\w.+-]{0,100})\s{0,9}\]$/.exec(said)?.[1];
  if (single !== undefined) return { version: single, exact: true };
  for (const part of said.split(',')) {
    const lower = /^\s{0,9}(\^|~>|~=|~|>=|\[|==)\s{0,9}/.exec(part);
    const version = lower ? number.exec(part.slice(lower[0].length))?.[0] : undefined;
    if (version !== undefined) return { version: version.replace(/\.[xX]$/, ''), exact: false };
  }
  return null;
}

function messageOf(
  { name }: Dependency,
  { version, exact }: AskedVersion,
  { id, aliases, summary }: Advisory,
  fixed: string | null,
): string {
  const also = aliases.length > 0 ? ` (${aliases.slice(0, 5).join(', ')})` : '';
  const about = summary === '' ? '' : `: ${summary.replace(/\.$/, '')}`;
  const what = id.startsWith('MAL-') ? 'is known to be hostile by' : 'is vulnerable by';
  const order = fixed === null ? 'There is no corrected version: replace it.' : `Take ${fixed} or later.`;
  return `${name} ${version}${exact ? '' : ', which this range allows,'} ${what} ${id}${also}${about}. ${order}`;
}
