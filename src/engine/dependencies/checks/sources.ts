import type { Dependency, Manifest, Written } from '../manifest.js';
import type { Found } from './check.js';

const local = /^http:\/\/(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|host\.docker\.internal)([:/]|$)/;
/** Hosts that answer https with the same content. */
const secure =
  /^(http|git|git\+http):\/\/(registry\.npmjs\.org|registry\.yarnpkg\.com|pypi\.org|pypi\.python\.org|files\.pythonhosted\.org|repo1?\.maven\.(org|apache\.org)|repo\.maven\.apache\.org|plugins\.gradle\.org|rubygems\.org|api\.nuget\.org|www\.nuget\.org|packagist\.org|repo\.packagist\.org|github\.com|gitlab\.com|bitbucket\.org)(\/|$)/;

/** Addresses without TLS, and switches that turn its check off. */
export function* insecureSources(manifest: Manifest, text: string): Generator<Found> {
  for (const address of addresses(manifest)) {
    if (!/^(git\+)?http:\/\/|^(git|ftp|svn):\/\//.test(address.text) || local.test(address.text)) continue;
    yield {
      rule: 'dependency/insecure-source',
      place: address,
      message: `Packages come from ${shown(address.text)} over a connection that nobody vouches for: whoever stands in between can replace them. Use https.`,
      ...fixOf(address, text),
    };
  }
  for (const option of manifest.weakened) {
    yield {
      rule: 'dependency/insecure-source',
      place: option,
      message: `${option.text} switches the check of the server's certificate off: whoever stands in between can replace packages. Remove it, and give the server a certificate.`,
      severity: 'medium',
    };
  }
}

/** Passwords in addresses; variables are none, and neither are user names. */
export function* credentials(manifest: Manifest): Generator<Found> {
  for (const address of addresses(manifest)) {
    const found = /^[a-z+]{1,20}:\/\/[^/\s:@]{0,200}:([^/\s@]{4,500})@/i.exec(address.text);
    const secret = found?.[1];
    if (secret === undefined || /[${}%<>]|^\*+$|^(password|token|secret|changeme|x+)$/i.test(secret)) continue;
    yield { rule: 'dependency/credentials-in-source', place: address };
  }
}

const internal = /^(?:[a-z0-9]+-){0,3}(?:internal|intranet|corp|private)-(?:[a-z0-9]+-){0,3}[a-z0-9]+$/;
/** Public packages whose names look so. */
const honest =
  /^(internal-(slot|ip)|private-ip|is-private-ip|.*private-class.*|.*private-(methods|property).*|babel-.*|eslint-.*)$/;

/** More than one registry for the same names, and internal names that anyone can publish. */
export function* confusable({ ecosystem, registries, dependencies }: Manifest): Generator<Found> {
  for (const registry of registries) {
    if (!registry.additional) continue;
    yield {
      rule: 'dependency/confusable-source',
      place: registry,
      message: `${shown(registry.text)} is asked besides another registry for the same names: whoever publishes an internal name in the other one is installed instead. Use one registry that passes on the rest, or bind names to it.`,
    };
  }
  if (ecosystem !== 'npm') return;
  for (const { name, namePlace, source, requirement } of dependencies) {
    if (source !== null || requirement === null || !internal.test(name) || honest.test(name)) continue;
    yield {
      rule: 'dependency/confusable-source',
      place: namePlace,
      message: `${name} looks like a package of your own, and anyone can publish that name. Put it under a scope that is bound to your registry.`,
      severity: 'low',
      confidence: 0.4,
    };
  }
}

function addresses({ registries, dependencies }: Manifest): Written[] {
  return [...registries, ...dependencies.flatMap(({ source }: Dependency) => source ?? [])];
}

/** Without what may be a secret. */
function shown(url: string): string {
  return url.replace(/\/\/[^/@]{1,700}@/, '//').slice(0, 100);
}

function fixOf({ text: url, start }: Written, text: string): Pick<Found, 'fix'> {
  const scheme = secure.exec(url)?.[1];
  if (scheme === undefined || !text.startsWith(`${scheme}://`, start)) return {};
  const better = scheme === 'git+http' ? 'git+https' : 'https';
  return { fix: { description: 'Use https', edit: { start, end: start + scheme.length, text: better } } };
}
