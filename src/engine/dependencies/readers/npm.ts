import { type Dependency, type DependencySource, type Manifest, manifestOf, type Written } from '../manifest.js';
import { type JsonNode, membersAt, nodeAt, readJson } from '../places/json-places.js';

const groups = { dependencies: false, optionalDependencies: false, devDependencies: true, peerDependencies: false };
/** What npm, pnpm and yarn run by themselves when a package is installed. */
const lifecycle = new Set([
  'preinstall',
  'install',
  'postinstall',
  'prepare',
  'preprepare',
  'postprepare',
  'prepublish',
]);

/** Reads a package.json. */
export function readNpm(text: string): Manifest {
  const { root, fault } = readJson(text);
  const dependencies = Object.entries(groups).flatMap(([group, development]) =>
    membersAt(root, group).flatMap((member): Dependency[] => {
      if (member.value.kind !== 'string') return [];
      const inner = written(member.value);
      const alias = /^npm:((?:@[^/@]+\/)?[^/@]+)@?(.*)$/.exec(inner.text);
      const namePlace = { start: member.start + 1, end: member.start + 1 + member.key.length };
      const entry = {
        namePlace,
        development,
        start: member.start,
        end: member.end,
        withoutRequirement: 'any',
      } as const;
      const source = sourceOf(inner);
      if (source !== null) return [{ ...entry, name: member.key, requirement: null, source }];
      // What stands in the workspace, and what a peer asks its host for, is chosen elsewhere.
      if (/^(workspace|catalog|link|portal|patch):/.test(inner.text) || group === 'peerDependencies') {
        return [{ ...entry, name: member.key, requirement: null, source: null, withoutRequirement: 'elsewhere' }];
      }
      const requirement = alias
        ? { ...inner, text: alias[2] ?? '', start: inner.end - (alias[2] ?? '').length }
        : inner;
      return [{ ...entry, name: alias?.[1] ?? member.key, requirement, source: null }];
    }),
  );
  const scripts = membersAt(root, 'scripts').flatMap((member) =>
    lifecycle.has(member.key) && member.value.kind === 'string' ? [{ name: member.key, ...written(member.value) }] : [],
  );
  const registry = nodeAt(root, 'publishConfig', 'registry');
  const licence = nodeAt(root, 'license');
  return manifestOf('npm', {
    dependencies,
    scripts,
    registries: registry?.kind === 'string' ? [{ ...written(registry), additional: false }] : [],
    licence: licence?.kind === 'string' ? written(licence) : null,
    fault,
  });
}

/** A string's text and its place inside the quotes. */
export function written(node: JsonNode & { kind: 'string' }): Written {
  return { text: node.value, start: node.start + 1, end: node.end - 1 };
}

function sourceOf(value: Written): DependencySource | null {
  const { text } = value;
  if (/^(file:|\.{0,2}\/|~\/)/.test(text)) return { ...value, kind: 'path', fixed: true };
  const short = /^(github:|gitlab:|bitbucket:|gist:)?[\w-]+\/[\w.-]+(#.*)?$/.test(text);
  if (short || /^git(\+\w+)?:|\.git(#|$)/.test(text)) {
    return { ...value, kind: 'git', fixed: /#[0-9a-f]{7,64}$|#semver:[\^~]?\d/.test(text) };
  }
  return /^https?:/.test(text) ? { ...value, kind: 'url', fixed: true } : null;
}
