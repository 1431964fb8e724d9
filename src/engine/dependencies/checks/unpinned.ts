import type { Dependency, Ecosystem, Manifest } from '../manifest.js';
import type { Found } from './check.js';

/** How open a requirement is: to anything, to anything newer, or not at all. */
type Openness = 'any' | 'upwards' | null;

const moving: Readonly<Record<Ecosystem, (requirement: string) => Openness>> = {
  npm: (said) => {
    if (/^(\*|x|X|latest|next|canary|beta|alpha|rc|nightly)?$/.test(said)) return 'any';
    return upwards(said);
  },
  PyPI: (said) => (said === '*' || said === '==*' ? 'any' : upwards(said)),
  Maven: (said) => {
    if (/^(LATEST|RELEASE|\+|latest\.\w+)$/.test(said)) return 'any';
    return /-SNAPSHOT$|\.\+$|,\s*[)\]]$/.test(said) ? 'upwards' : null;
  },
  NuGet: (said) => {
    if (/^\*(-\*)?$/.test(said)) return 'any';
    return /\*|,\s*[)\]]$/.test(said) ? 'upwards' : null;
  },
  Go: (said) => (/^v\d/.test(said) ? null : 'any'),
  Packagist: (said) => {
    if (/^(\*|@dev|dev-[^#]*)$/.test(said)) return 'any';
    return /@dev\b/.test(said) ? 'upwards' : upwards(said);
  },
  RubyGems: (said) => (/^>=\s*0$/.test(said) ? 'any' : upwards(said)),
  'crates.io': (said) => (said === '*' ? 'any' : upwards(said)),
};

/** Only lower bounds: `>=1`, `>1`, in each alternative of `||`. */
function upwards(said: string): Openness {
  const alternatives = said.split('|').filter((part) => part !== '');
  return alternatives.some((part) => /^\s*>/.test(part) && !/[<=~^]\s*[\d.]|\s-\s/.test(part.replace(/>=?/g, '')))
    ? 'upwards'
    : null;
}

/** Requirements that any release meets, now or later, and repositories of which no commit is named. */
export function* unpinned(manifest: Manifest, text: string): Generator<Found> {
  const custom = openByCustom(manifest, text);
  for (const dependency of manifest.dependencies) {
    const { source, requirement, name, development } = dependency;
    if (source !== null) {
      if (source.kind === 'git' && !source.fixed) {
        yield {
          rule: 'dependency/unpinned-version',
          place: dependency,
          message: `${name} is taken from whatever a branch of its repository holds. Name the commit.`,
        };
      }
      continue;
    }
    const openness = opennessOf(dependency, manifest.ecosystem);
    if (openness === null || (openness === 'upwards' && custom)) continue;
    yield {
      rule: 'dependency/unpinned-version',
      place: dependency,
      message:
        openness === 'any'
          ? `Any release of ${name} will do, also a broken or a hostile one. Name the version, or a range with an upper end.`
          : `Every later release of ${name} will do, also one that breaks the program. Give the range an upper end, or name the version.`,
      // What only developers run, and declarations of types, reach no user.
      ...(development || name.startsWith('@types/') ? { severity: 'low' as const } : {}),
      ...(openness === 'upwards' ? { severity: 'low' as const, confidence: 0.6 } : {}),
      ...(requirement === null && manifest.ecosystem === 'RubyGems' ? { severity: 'info' as const } : {}),
    };
  }
}

function opennessOf({ requirement, withoutRequirement }: Dependency, ecosystem: Ecosystem): Openness {
  if (requirement === null) return withoutRequirement === 'any' ? 'any' : null;
  return moving[ecosystem](requirement.text.trim());
}

/** Whether a lower bound alone is the custom: what Python's projects and Gemfiles declare; the lock file pins. */
function openByCustom({ ecosystem }: Manifest, text: string): boolean {
  if (ecosystem === 'RubyGems') return true;
  return ecosystem === 'PyPI' && /^[ \t]*\[(project|build-system|tool\.|dependency-groups)/m.test(text);
}
