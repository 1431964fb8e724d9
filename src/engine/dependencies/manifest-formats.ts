import type { LanguageId } from '../tree/syntax-tree.js';
import type { Manifest } from './manifest.js';
import { readCargo } from './readers/cargo.js';
import { readComposer } from './readers/composer.js';
import { readGemfile } from './readers/gemfile.js';
import { readGoMod } from './readers/go-mod.js';
import { readGradle } from './readers/gradle.js';
import { readMaven } from './readers/maven.js';
import { readNpm } from './readers/npm.js';
import { readNuget } from './readers/nuget.js';
import { readPyproject } from './readers/pyproject.js';
import { readRequirements } from './readers/requirements-txt.js';

/** A kind of file that says what a program depends on. */
export interface ManifestFormat {
  readonly title: string;
  /** Of the last segment of the path, in lower case. */
  readonly name: RegExp;
  /** The language of the ecosystem: the contract's list has none for data. */
  readonly language: LanguageId;
  readonly read: (text: string) => Manifest;
  /** True when the file is a program in that language besides. */
  readonly program?: boolean;
  /** Files beside it that pin what it leaves open; none when the format pins by itself. */
  readonly locks: readonly string[];
}

export const manifestFormats: readonly ManifestFormat[] = [
  {
    title: 'package.json',
    name: /^package\.json$/,
    language: 'javascript',
    read: readNpm,
    locks: ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'],
  },
  {
    title: 'requirements.txt',
    name: /^([\w.-]{1,60}[-_.])?(requirements|constraints)([-_.][\w.-]{1,60})?\.(txt|in)$/,
    language: 'python',
    read: readRequirements,
    locks: [],
  },
  {
    title: 'pyproject.toml',
    name: /^pyproject\.toml$/,
    language: 'python',
    read: readPyproject,
    locks: ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml', 'requirements.txt'],
  },
  { title: 'pom.xml', name: /^(pom\.xml|[\w.-]{1,100}\.pom)$/, language: 'java', read: readMaven, locks: [] },
  {
    title: 'build.gradle',
    name: /^[\w.-]{1,100}\.gradle(\.kts)?$/,
    language: 'java',
    read: readGradle,
    locks: [],
  },
  {
    title: 'NuGet project',
    name: /^([\w. -]{1,100}\.(csproj|fsproj|vbproj)|directory\.(packages|build)\.props|packages\.config)$/,
    language: 'csharp',
    read: readNuget,
    locks: [],
  },
  { title: 'go.mod', name: /^go\.mod$/, language: 'go', read: readGoMod, locks: ['go.sum'] },
  { title: 'composer.json', name: /^composer\.json$/, language: 'php', read: readComposer, locks: ['composer.lock'] },
  {
    title: 'Gemfile',
    name: /^(gemfile|gems\.rb)$/,
    language: 'ruby',
    read: readGemfile,
    program: true,
    locks: ['Gemfile.lock', 'gems.locked'],
  },
  { title: 'Cargo.toml', name: /^cargo\.toml$/, language: 'rust', read: readCargo, locks: ['Cargo.lock'] },
];

/**
 * The format that a file's name tells; null when it is no manifest, or when a language is named that its ecosystem is not for.
 */
export function manifestFormatOf(filename: string | null, language: LanguageId | null = null): ManifestFormat | null {
  if (filename === null) return null;
  const base = filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1).toLowerCase();
  const format = manifestFormats.find(({ name }) => name.test(base)) ?? null;
  const wanted = language === 'typescript' ? 'javascript' : language;
  return wanted === null || wanted === format?.language ? format : null;
}
