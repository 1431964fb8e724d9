import { type Dependency, type Manifest, manifestOf, type Written } from '../manifest.js';
import { childNamed, childrenNamed, descendants, readXml, type XmlElement } from '../places/xml-places.js';

const entries = new Set(['dependency', 'plugin', 'extension', 'parent']);

/** Reads a pom.xml. A version may be a property of the same file; what parent and BOM decide stays open. */
export function readMaven(source: string): Manifest {
  const { root, comments, fault } = readXml(source);
  const project = childNamed(root, 'project') ?? root;
  const properties = new Map<string, Written>();
  for (const set of descendants(project, new Set(['properties']))) {
    for (const one of set.children) if (one.text) properties.set(one.name, one.text);
  }
  const dependencies = [...descendants(project, entries)].flatMap((element): Dependency[] => {
    const group = childNamed(element, 'groupId')?.text;
    const artifact = childNamed(element, 'artifactId')?.text;
    if (!artifact || (!group && element.name !== 'plugin')) return [];
    const version = childNamed(element, 'version')?.text ?? null;
    return [
      {
        name: `${group?.text ?? 'org.apache.maven.plugins'}:${artifact.text}`,
        namePlace: { start: artifact.start, end: artifact.end },
        requirement: version && resolved(version, properties),
        withoutRequirement: 'elsewhere',
        source: null,
        development: childNamed(element, 'scope')?.text?.text === 'test',
        start: group ? Math.min(group.start, artifact.start) : artifact.start,
        end: (version ?? artifact).end,
      },
    ];
  });
  const places = [...descendants(project, new Set(['repository', 'pluginRepository', 'snapshotRepository']))];
  const registries = places.flatMap((one) => urlOf(one)).map((url) => ({ ...url, additional: false }));
  const licences = childrenNamed(childNamed(project, 'licenses'), 'license');
  return manifestOf('Maven', {
    dependencies,
    registries,
    licence: (licences.length === 1 && childNamed(licences[0], 'name')?.text) || null,
    comments,
    fault,
  });
}

/** The place stays the entry's own; a property that the file does not have leaves the version open. */
function resolved(version: Written, properties: ReadonlyMap<string, Written>): Written | null {
  const property = /^\$\{([\w.-]{1,200})\}$/.exec(version.text)?.[1];
  if (property === undefined) return version.text.includes('${') ? null : version;
  const value = properties.get(property);
  return value === undefined || value.text.includes('${') ? null : value;
}

function urlOf(element: XmlElement): Written[] {
  const url = childNamed(element, 'url')?.text;
  return url ? [url] : [];
}
