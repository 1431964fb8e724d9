import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settingsSchema } from '../../src/config/settings.js';

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** What a page says in running text, without its blocks of code. */
const proseOf = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');
const codesIn = (text: string) => [...proseOf(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code as string);

/** Of other programs, of the tests, of the samples. */
const foreign = /^(NODE_EXTRA_CA_CERTS|POSTGRES_PASSWORD|TEST_DATABASE_URL|CODE_JAVA)$/;
const settings = Object.keys(settingsSchema.shape);
const { scripts, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  string,
  Record<string, string>
> & {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('links to what is there', () => {
    const links = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
    const broken = links
      .filter((target) => !/^[a-z]+:|^#/.test(target))
      .filter((target) => !existsSync(join(dirname(page), target.replace(/#.*/, ''))));
    expect(broken).toEqual([]);
  });

  it('names files that are there', () => {
    const files = codesIn(text).filter((code) => /^(src|test|docs|config|scripts|bench)\/[\w./-]*\w$/.test(code));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('names rooms and files of the source that are there', () => {
    if (!page.includes('security')) return;
    const rooms = readdirSync('src').join('|');
    const files = codesIn(text).filter((code) => new RegExp(`^(${rooms})/[\\w./-]*\\w$`).test(code));
    expect(files.filter((file) => !existsSync(join('src', file)))).toEqual([]);
  });

  it('names commands and settings that are there', () => {
    const commands = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name as string);
    expect(commands.filter((name) => scripts[name] === undefined)).toEqual([]);
    const named = codesIn(text).flatMap((code) => /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(=.*)?$/.exec(code)?.[1] ?? []);
    expect(named.filter((name) => !settings.includes(name) && !foreign.test(name))).toEqual([]);
  });
});

it('decisions are numbered without gap or double, as their titles and the index say', () => {
  const files = readdirSync('docs/adr')
    .filter((name) => name !== 'README.md')
    .sort();
  const index = readFileSync('docs/adr/README.md', 'utf8');
  files.forEach((name, at) => {
    expect(Number(name.slice(0, 4))).toBe(at + 1);
    const title = /^# (\d+)\. (.+)$/m.exec(readFileSync(join('docs/adr', name), 'utf8'));
    expect(Number(title?.[1])).toBe(at + 1);
    expect(index).toContain(`[${title?.[2]}](${name})`);
  });
});

it('every runtime dependency has its reason in ARCHITECTURE.md, and nothing else has', () => {
  const table = readFileSync('ARCHITECTURE.md', 'utf8').split('## Runtime dependencies')[1] as string;
  const named = [...table.matchAll(/^\| ([^|]+?) +\|/gm)].slice(1).flatMap(([, cell]) => (cell as string).split(', '));
  // `@nestjs/common, core` names two of one scope.
  let scope = '';
  const packages = named.map((name) => {
    scope = name.includes('/') ? name.replace(/[^/]*$/, '') : scope;
    return dependencies[name] === undefined && dependencies[scope + name] !== undefined ? scope + name : name;
  });
  expect(packages.filter((name) => !/^-+$/.test(name)).sort()).toEqual(Object.keys(dependencies).sort());
});
