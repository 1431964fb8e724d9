import { type Dependency, type Manifest, manifestOf, type Registry } from '../manifest.js';
import { childNamed, descendants, readXml } from '../places/xml-places.js';

const references = new Set(['PackageReference', 'PackageVersion', 'GlobalPackageReference', 'package']);

/** Reads project files (.csproj and its like), Directory.Packages.props and packages.config. */
export function readNuget(source: string): Manifest {
  const { root, comments, fault } = readXml(source);
  const dependencies = [...descendants(root, references)].flatMap((element): Dependency[] => {
    const name = element.attributes.get('Include') ?? element.attributes.get('id') ?? element.attributes.get('Update');
    if (!name) return [];
    const inner = childNamed(element, 'Version')?.text;
    const version =
      element.attributes.get('Version') ??
      element.attributes.get('version') ??
      element.attributes.get('VersionOverride') ??
      inner ??
      null;
    return [
      {
        name: name.text,
        namePlace: { start: name.start, end: name.end },
        requirement: version?.text.includes('$(') ? null : version,
        withoutRequirement: 'elsewhere',
        source: null,
        development: element.attributes.get('PrivateAssets')?.text.toLowerCase() === 'all',
        start: element.start,
        end: Math.max(name.end, element.end),
      },
    ];
  });
  const registries = [...descendants(root, new Set(['RestoreSources', 'RestoreAdditionalProjectSources']))].flatMap(
    ({ name, text }): Registry[] => {
      if (!text) return [];
      let at = text.start;
      return text.text.split(';').map((url): Registry => {
        const start = at;
        at += url.length + 1;
        return { text: url, start, end: start + url.length, additional: name.startsWith('RestoreAdditional') };
      });
    },
  );
  const licence = [...descendants(root, new Set(['PackageLicenseExpression']))].at(0)?.text ?? null;
  return manifestOf('NuGet', { dependencies, registries, licence, comments, fault });
}
