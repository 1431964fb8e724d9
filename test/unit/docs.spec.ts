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
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

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

it('decisions are numbered without gap or double, as their titles say', () => {
  const numbers = readdirSync('docs/adr')
    .sort()
    .map((name) => Number(name.slice(0, 4)));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  for (const name of readdirSync('docs/adr')) {
    expect(readFileSync(join('docs/adr', name), 'utf8')).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `));
  }
});
