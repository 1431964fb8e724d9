import { type Dependency, type Manifest, manifestOf, type Registry } from '../manifest.js';
import { membersAt, nodeAt, readJson } from '../places/json-places.js';
import { written } from './npm.js';

const lifecycle =
  /^(pre|post)-(install|update|autoload-dump|root-package-install|create-project|package-(install|update))/;

/** Reads a composer.json. What PHP itself and its extensions need is no package. */
export function readComposer(text: string): Manifest {
  const { root, fault } = readJson(text);
  const dependencies = ['require', 'require-dev'].flatMap((group) =>
    membersAt(root, group).flatMap((member): Dependency[] => {
      if (member.value.kind !== 'string' || !member.key.includes('/')) return [];
      return [
        {
          name: member.key.toLowerCase(),
          namePlace: { start: member.start + 1, end: member.start + 1 + member.key.length },
          requirement: written(member.value),
          withoutRequirement: 'any',
          source: null,
          development: group === 'require-dev',
          start: member.start,
          end: member.end,
        },
      ];
    }),
  );
  const repositories = nodeAt(root, 'repositories');
  const listed =
    repositories?.kind === 'array'
      ? repositories.items
      : repositories?.kind === 'object'
        ? repositories.members.map(({ value }) => value)
        : [];
  const registries = listed.flatMap((one): Registry[] => {
    const url = nodeAt(one, 'url');
    return url?.kind === 'string' ? [{ ...written(url), additional: false }] : [];
  });
  const scripts = membersAt(root, 'scripts').flatMap(({ key, value }) => {
    const lines = value.kind === 'array' ? value.items : [value];
    return lifecycle.test(key)
      ? lines.flatMap((line) => (line.kind === 'string' ? [{ name: key, ...written(line) }] : []))
      : [];
  });
  const insecure = membersAt(root, 'config').filter(
    ({ key, value }) =>
      (key === 'secure-http' || key === 'disable-tls') &&
      text.slice(value.start, value.end) === (key === 'secure-http' ? 'false' : 'true'),
  );
  const licence = nodeAt(root, 'license');
  return manifestOf('Packagist', {
    dependencies,
    registries,
    scripts,
    weakened: insecure.map(({ key, start, end }) => ({ text: key, start, end })),
    licence: licence?.kind === 'string' ? written(licence) : null,
    fault,
  });
}
