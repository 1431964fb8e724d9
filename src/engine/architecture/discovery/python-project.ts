import { byText, folderOf, foldersUpward, isInside, joinPath, nameOf } from './relative-path.js';
import type { SourceSet } from './source-set.js';

/** Where Python modules of the upload start, and which distributions it declares. */
export interface PythonProject {
  /** Folders that may stand on `sys.path`, the deepest first. */
  roots: readonly string[];
  /** Declared distributions, normalised (PEP 503: lower case, `-`), with the first place that declares each. */
  dependencies: ReadonlyMap<string, { path: string; offset: number }>;
}

const manifestNames = new Set(['pyproject.toml', 'setup.cfg', 'setup.py', 'manage.py', 'Pipfile']);
const requirements = /^requirements[\w.-]*\.txt$/;

/**
 * Roots are: the top folder, every folder with a project file and its `src`, and the folder above each top-most
 * package (`__init__.py` with none above it). A module found under any of them is the upload's own; the nearest root
 * above the importing file is asked first.
 */
export function discoverPython(sources: SourceSet): PythonProject {
  const roots = new Set<string>(['']);
  const dependencies = new Map<string, { path: string; offset: number }>();
  for (const path of sources.paths) {
    const folder = folderOf(path);
    const name = nameOf(path);
    if (manifestNames.has(name)) {
      roots.add(folder);
      const source = joinPath(folder, 'src');
      if (source !== null && sources.hasFolder(source)) roots.add(source);
    }
    if (name === '__init__.py') roots.add(aboveTopPackage(sources, folder));
    const text = sources.text(path);
    for (const written of declared(name, text)) {
      const known = normalisedName(written);
      if (!dependencies.has(known)) dependencies.set(known, { path, offset: Math.max(0, text.indexOf(written)) });
    }
  }
  return { roots: [...roots].sort((a, b) => b.length - a.length || byText(a, b)), dependencies };
}

/** Roots in the order in which an import of this file asks them: those above it, nearest first, then the others. */
export function rootsFor(project: PythonProject, path: string): readonly string[] {
  const above = project.roots.filter((root) => isInside(path, root));
  return [...above, ...project.roots.filter((root) => !isInside(path, root))];
}

function aboveTopPackage(sources: SourceSet, packageFolder: string): string {
  let top = packageFolder;
  for (const folder of foldersUpward(packageFolder)) {
    if (!sources.has(folder === '' ? '__init__.py' : `${folder}/__init__.py`)) break;
    top = folder;
  }
  return folderOf(top);
}

// A requirement's name ends before its extras, version or marker (PEP 508).
const requirementName = /^["'\s]*([A-Za-z0-9][A-Za-z0-9._-]*)/;

function declared(name: string, text: string): string[] {
  if (requirements.test(name)) return text.split('\n').flatMap((line) => nameOfRequirement(line));
  if (name === 'setup.cfg') return section(text, /install_requires\s*=\s*([^]*?)(?:\n\S|$)/).flatMap(nameOfRequirement);
  if (name === 'setup.py') return section(text, /install_requires\s*=\s*\[([^]*?)\]/).flatMap(nameOfRequirement);
  if (name !== 'pyproject.toml') return [];
  const listed = section(text, /^dependencies\s*=\s*\[([^]*?)^[ \t]*\]/m).flatMap(nameOfRequirement);
  // Poetry: a table with one `name = version` a line.
  const poetry = section(text, /^\[tool\.poetry\.dependencies\]([^]*?)(?:^\[|$(?![^]))/m).flatMap(nameOfRequirement);
  return [...listed, ...poetry];
}

function section(text: string, pattern: RegExp): string[] {
  return (pattern.exec(text)?.[1] ?? '').split(/[\n,]/);
}

function nameOfRequirement(line: string): string[] {
  const name = requirementName.exec(line)?.[1];
  return name === undefined ? [] : [name];
}

/** PEP 503. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
