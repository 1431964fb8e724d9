import type { Evidence, ExternalPart } from '../architecture-report.js';
import { isTest } from '../components/component-map.js';
import type { PackageManifest } from '../discovery/package-manifest.js';
import type { PythonProject } from '../discovery/python-project.js';
import { byText } from '../discovery/relative-path.js';
import type { SourceSet } from '../discovery/source-set.js';
import type { FileFacts } from '../extraction/source-facts.js';
import { packageName } from '../resolution/javascript-resolver.js';
import { type KnownSystem, systemOfHost, systemOfModule, systemOfPackage } from './client-libraries.js';

/** How sure each kind of sign makes: code that imports the client, a call to its address, a mere declaration. */
const IMPORTED = 0.95;
const ADDRESSED = 0.8;
const DECLARED = 0.5;

/** Most evidence lines that a part shows. */
const EVIDENCE_SHOWN = 5;

interface Sign {
  system: KnownSystem;
  library: string;
  confidence: number;
  evidence: Evidence;
}

/** An import that was resolved to something outside the upload. */
export interface ExternalImport {
  from: string;
  /** Package (npm), first segment (Python) or address. */
  name: string;
  specifier: string;
  language: 'javascript' | 'python';
  typeOnly: boolean;
  offset: number;
}

/**
 * Data stores and external services by the client libraries that the code imports, the addresses that it calls and the
 * libraries that its manifests declare for run time. Tests prove nothing; documents are not read at all.
 */
export function findExternalParts(
  sources: SourceSet,
  facts: readonly FileFacts[],
  imports: readonly ExternalImport[],
  manifests: readonly PackageManifest[],
  python: PythonProject,
  componentOf: ReadonlyMap<string, string>,
): { stores: ExternalPart[]; services: ExternalPart[] } {
  const signs = [
    ...imports.filter(({ from, typeOnly }) => !typeOnly && !isTest(from)).flatMap((each) => importSign(sources, each)),
    ...facts.filter(({ path }) => !isTest(path)).flatMap((file) => addressSigns(sources, file)),
    ...manifests.filter(({ path }) => !isTest(path)).flatMap((manifest) => manifestSigns(sources, manifest)),
    ...requirementSigns(sources, python),
  ];
  const parts = group(attributeGeneral(signs), componentOf);
  const of = (part: KnownSystem['part']) =>
    parts.filter(({ system }) => system.part === part).map(({ found }) => found);
  return { stores: of('store'), services: of('service') };
}

function importSign(sources: SourceSet, { from, name, specifier, language, offset }: ExternalImport): Sign[] {
  const module = language === 'python' ? systemOfModule(specifier) : undefined;
  const system = language === 'python' ? module?.system : systemOfPackage(name);
  if (system === undefined) return [];
  const library = module?.library ?? name;
  return [{ system, library, confidence: IMPORTED, evidence: sources.evidence(from, offset) }];
}

const requestCall =
  /^(fetch|axios|got|ky|request|needle|superagent|requests|httpx|urllib)(\.\w+)*$|\.(get|post|put|patch|delete|request)$/i;
const ownHost = /^(localhost|127\.|0\.0\.0\.0|\[?::1)|(^|\.)(example\.(com|org|net)|local|test|invalid)$/i;

/** A call with a whole address: a known system, or a service named by its host. */
function addressSigns(sources: SourceSet, file: FileFacts): Sign[] {
  return file.calls.flatMap(({ callee, text, offset }): Sign[] => {
    const host = text === null ? undefined : /^https?:\/\/([\w.-]+)(?::\d+)?(?:[/?#]|$)/.exec(text)?.[1]?.toLowerCase();
    if (host === undefined || !host.includes('.') || ownHost.test(host) || !requestCall.test(callee)) return [];
    const system = systemOfHost(host) ?? { id: host, name: host, part: 'service', kind: 'api' };
    return [{ system, library: host, confidence: ADDRESSED, evidence: sources.evidence(file.path, offset) }];
  });
}

function manifestSigns(sources: SourceSet, manifest: PackageManifest): Sign[] {
  return [...manifest.runtimeDependencies].flatMap((name): Sign[] => {
    const system = systemOfPackage(packageName(name));
    const offset = sources.text(manifest.path).indexOf(`"${name}"`);
    if (system === undefined || offset < 0) return [];
    return [{ system, library: name, confidence: DECLARED, evidence: sources.evidence(manifest.path, offset) }];
  });
}

/** Distributions are mostly named like the module they hold, but for dashes and `-binary`. */
function requirementSigns(sources: SourceSet, { dependencies }: PythonProject): Sign[] {
  return [...dependencies].flatMap(([name, { path, offset }]): Sign[] => {
    const known = systemOfModule(name.replace(/-binary$/, '').replaceAll('-', '_'));
    if (known === undefined || isTest(path)) return [];
    return [{ ...known, confidence: DECLARED, evidence: sources.evidence(path, offset) }];
  });
}

/** A mapper that speaks to several stores counts for the only specific store of its kind, where there is just one. */
function attributeGeneral(signs: readonly Sign[]): Sign[] {
  return signs.map((sign) => {
    if (sign.system.general !== true) return sign;
    const specific = new Map<string, KnownSystem>();
    for (const { system } of signs) {
      if (system.general !== true && system.part === 'store' && system.kind === sign.system.kind)
        specific.set(system.id, system);
    }
    const [only] = specific.values();
    return specific.size === 1 && only !== undefined ? { ...sign, system: only } : sign;
  });
}

function group(signs: readonly Sign[], componentOf: ReadonlyMap<string, string>) {
  const bySystem = new Map<string, Sign[]>();
  for (const sign of signs) bySystem.set(sign.system.id, [...(bySystem.get(sign.system.id) ?? []), sign]);
  return [...bySystem.values()]
    .map((group) => {
      const { system } = group[0] as Sign;
      const strongest = group.toSorted((a, b) => b.confidence - a.confidence || byEvidence(a.evidence, b.evidence));
      const users = group.map(({ evidence }) => componentOf.get(evidence.path)).filter((id) => id !== undefined);
      const found: ExternalPart = {
        id: `${system.part}:${system.id}`,
        name: system.name,
        kind: system.kind,
        confidence: strongest[0]?.confidence ?? 0,
        via: [...new Set(group.map(({ library }) => library))].sort(byText),
        used_by: [...new Set(users)].sort(byText),
        evidence: strongest.slice(0, EVIDENCE_SHOWN).map(({ evidence }) => evidence),
      };
      return { system, found };
    })
    .sort((a, b) => b.found.confidence - a.found.confidence || byText(a.found.id, b.found.id));
}

function byEvidence(a: Evidence, b: Evidence): number {
  return byText(a.path, b.path) || a.line - b.line || a.column - b.column;
}
