import type { LanguageId } from '../tree/syntax-tree.js';

export interface LanguageInfo {
  id: LanguageId;
  title: string;
  /** File name endings, without the dot. */
  extensions: readonly string[];
  /** Other names callers use. */
  aliases: readonly string[];
  /** Programs that a `#!` line names. */
  interpreters: readonly string[];
}

/** Every language the contract names. Which of them can be analysed is decided by the installed grammars. */
export const languages: readonly LanguageInfo[] = [
  {
    id: 'python',
    title: 'Python',
    extensions: ['py', 'pyw', 'pyi'],
    aliases: ['py', 'python3'],
    interpreters: ['python', 'python3', 'python2', 'pypy'],
  },
  {
    id: 'javascript',
    title: 'JavaScript',
    extensions: ['js', 'mjs', 'cjs', 'jsx'],
    aliases: ['js', 'jsx', 'ecmascript', 'node'],
    interpreters: ['node', 'nodejs', 'bun'],
  },
  {
    id: 'typescript',
    title: 'TypeScript',
    extensions: ['ts', 'mts', 'cts', 'tsx'],
    aliases: ['ts', 'tsx'],
    interpreters: ['deno', 'ts-node', 'tsx'],
  },
  { id: 'java', title: 'Java', extensions: ['java'], aliases: [], interpreters: ['java'] },
  { id: 'csharp', title: 'C#', extensions: ['cs', 'csx'], aliases: ['c#', 'cs'], interpreters: [] },
  {
    id: 'cpp',
    title: 'C++',
    extensions: ['cpp', 'cc', 'cxx', 'c++', 'hpp', 'hh', 'hxx', 'h++', 'ipp', 'tpp', 'inl'],
    aliases: ['c++', 'cxx', 'cc'],
    interpreters: [],
  },
  { id: 'c', title: 'C', extensions: ['c', 'h'], aliases: [], interpreters: [] },
  { id: 'go', title: 'Go', extensions: ['go'], aliases: ['golang'], interpreters: [] },
  { id: 'php', title: 'PHP', extensions: ['php', 'phtml', 'php5', 'php7', 'phps'], aliases: [], interpreters: ['php'] },
  {
    id: 'ruby',
    title: 'Ruby',
    extensions: ['rb', 'rake', 'gemspec', 'ru', 'podspec', 'jbuilder'],
    aliases: ['rb'],
    interpreters: ['ruby', 'jruby'],
  },
  { id: 'rust', title: 'Rust', extensions: ['rs'], aliases: ['rs'], interpreters: [] },
];

/** The language a caller names, in any case and by any usual name; null for others. */
export function languageNamed(name: string): LanguageId | null {
  const wanted = name.trim().toLowerCase();
  return languages.find(({ id, aliases }) => id === wanted || aliases.includes(wanted))?.id ?? null;
}

export function languageOfFilename(filename: string): LanguageId | null {
  const extension = /\.([a-z0-9+]+)$/i.exec(filename)?.[1]?.toLowerCase();
  if (extension === undefined) return null;
  return languages.find(({ extensions }) => extensions.includes(extension))?.id ?? null;
}

/** The language of a `#!` line: the program's name without folder, `env` and version. */
export function languageOfShebang(code: string): LanguageId | null {
  const line = /^\ufeff?#!([^\n]{1,200})/.exec(code)?.[1];
  if (line === undefined) return null;
  const words = line.trim().split(/\s+/);
  const programs = words.map((word) => word.slice(word.lastIndexOf('/') + 1).replace(/[\d.]+$/, ''));
  const program = programs[0] === 'env' ? programs.slice(1).find((word) => !/^-|=/.test(word)) : programs[0];
  return languages.find(({ interpreters }) => program !== undefined && interpreters.includes(program))?.id ?? null;
}
