import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dependencyFindings } from '../dependency-findings.js';
import { type ManifestFormat, manifestFormatOf } from '../manifest-formats.js';
import { type Advisory, verdictOn } from './advisory.js';
import { cvss3Score } from './cvss.js';
import { importOsv } from './import-osv.js';
import { recordTexts } from './record-texts.js';
import { useVulnerabilities, VulnerabilityIndex } from './vulnerability-index.js';

const record = (id: string, ecosystem: string, name: string, events: object[], more: object = {}) => ({
  id,
  summary: `A flaw of ${name}`,
  aliases: [`CVE-${id.slice(-4)}-1`],
  affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }],
  ...more,
});
const span = (introduced: string, fixed: string) => [{ introduced }, { fixed }];
const advisory = (more: Partial<Advisory>): Advisory => ({
  id: 'X-1',
  aliases: [],
  severity: 'high',
  summary: '',
  ranges: [],
  versions: [],
  ...more,
});

describe('the verdict on a version', () => {
  const ranges = [
    [
      { at: 'introduced', version: '2.0.0' },
      { at: 'fixed', version: '2.3.0' },
      { at: 'introduced', version: '0' },
      { at: 'fixed', version: '1.9.1' },
    ],
  ] as const;

  it.each([
    ['1.0.0', '1.9.1'],
    ['1.9.1', null],
    ['2.0.0-rc.1', null],
    ['2.0.0', '2.3.0'],
    ['2.3.0', null],
  ])('%s: fixed in %s', (version, fixed) => {
    expect(verdictOn(version, advisory({ ranges }), 'npm')?.fixed ?? null).toBe(fixed);
  });

  it('ends with the last affected version, that one included', () => {
    const last = advisory({
      ranges: [
        [
          { at: 'introduced', version: '1' },
          { at: 'last_affected', version: '1.5' },
        ],
      ],
    });
    expect(verdictOn('1.5.0', last, 'PyPI')).toEqual({ fixed: null });
    expect(verdictOn('1.5.1', last, 'PyPI')).toBeNull();
  });

  it('takes listed versions by their meaning', () => {
    expect(verdictOn('1.0.0', advisory({ versions: ['1.0'] }), 'PyPI')).toEqual({ fixed: null });
  });
});

it.each([
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVSS:4.0/AV:N', null],
])('%s scores %s', (vector, score) => {
  expect(cvss3Score(vector)).toBe(score);
});

it('cuts records out of any stream, wherever its chunks end', async () => {
  const text = '[{"id":"a{\\"}"}, {"b":{"c":1}}]\n{"d":"\\\\"}\n';
  for (let size = 1; size < text.length; size += 1) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
      text.slice(at * size, (at + 1) * size),
    );
    const found: string[] = [];
    for await (const one of recordTexts(stream(chunks))) found.push(one);
    expect(found).toEqual(['{"id":"a{\\"}"}', '{"b":{"c":1}}', '{"d":"\\\\"}']);
  }
});

async function* stream(chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe('an import', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'osv-'));
  });
  afterAll(async () => {
    useVulnerabilities(null);
    await rm(folder, { recursive: true });
  });

  const importing = async (records: readonly unknown[], generation: string) => {
    await writeFile(join(folder, 'dump.ndjson'), records.map((one) => JSON.stringify(one)).join('\n'));
    return importOsv(join(folder, 'dump.ndjson'), join(folder, 'osv'), generation);
  };

  it('is found in manifests of every ecosystem, and replaced whole by the next', async () => {
    const result = await importing(
      [
        record('T-2001', 'npm', 'left-hand', span('1.0.0', '1.4.2'), { database_specific: { severity: 'CRITICAL' } }),
        record('T-2002', 'PyPI', 'Snake_Oil', span('0', '2.1')),
        record('T-2003', 'Maven', 'g.h:a', span('0', '1.0')),
        record('T-2004', 'NuGet', 'Some.Package', span('0', '3.0.0')),
        record('T-2005', 'Go', 'example.org/m', span('0', '1.2.0')),
        record('T-2006', 'Packagist', 'a/b', span('0', '1.5.0')),
        record('T-2007', 'RubyGems', 'jewel', span('0', '2.0')),
        record('T-2008', 'crates.io', 'box_lid', span('0', '0.3.0')),
        record('T-2009', 'npm', 'left-hand', span('0', '9'), { withdrawn: '2020-01-01T00:00:00Z' }),
        record('T-2010', 'Debian:12', 'left-hand', span('0', '9')),
        { not: 'a record' },
      ],
      'first',
    );
    expect(result).toEqual({ records: 10, advisories: 8, refused: 1 });
    useVulnerabilities(join(folder, 'osv'));
    const of = (filename: string, text: string) =>
      dependencyFindings(text, (manifestFormatOf(filename) as ManifestFormat).read).findings.map(
        ({ rule_id: id, severity, confidence, message }) => `${id} ${severity} ${confidence} ${message}`,
      );
    expect(of('package.json', '{"dependencies": {"left-hand": "1.4.1"}}')).toEqual([
      'dependency/known-vulnerability critical 0.9 left-hand 1.4.1 is vulnerable by T-2001 (CVE-2001-1): A flaw of left-hand. Take 1.4.2 or later.',
    ]);
    expect(of('package.json', '{"dependencies": {"left-hand": "^1.4.0"}}')[0]).toContain('critical 0.5');
    expect(of('package.json', '{"dependencies": {"left-hand": "1.4.2"}}')).toEqual([]);
    expect(of('requirements.txt', 'snake-oil==2.1rc1\n')).toHaveLength(1);
    expect(of('requirements.txt', 'snake-oil==2.1\n')).toEqual([]);
    const pom = (version: string) =>
      `<project><dependencies><dependency><groupId>g.h</groupId><artifactId>a</artifactId><version>${version}</version></dependency></dependencies></project>`;
    expect([of('pom.xml', pom('1.0-rc1')).length, of('pom.xml', pom('1.0')).length]).toEqual([1, 0]);
    expect(of('a.csproj', '<Project><PackageReference Include="some.package" Version="2.9" /></Project>')).toHaveLength(
      1,
    );
    expect(of('go.mod', 'require example.org/m v1.1.9\n')).toHaveLength(1);
    expect(of('composer.json', '{"require": {"A/B": "1.4.9"}}')).toHaveLength(1);
    expect(of('Gemfile', "gem 'jewel', '1.9'\n")).toHaveLength(1);
    expect(of('Cargo.toml', '[dependencies]\nbox_lid = "=0.2.9"\n')).toHaveLength(1);

    await importing([record('T-3001', 'npm', 'right-hand', span('0', '1'))], 'second');
    const index = new VulnerabilityIndex(join(folder, 'osv'));
    expect(index.find('left-hand', 'npm')).toEqual([]);
    expect(index.find('right-hand', 'npm').map(({ id }) => id)).toEqual(['T-3001']);
    expect((await readdir(join(folder, 'osv'))).sort()).toEqual(['current', 'second']);
  });

  it('replaces nothing by a file without a record', async () => {
    const [dump, into] = [join(folder, 'damaged.json'), join(folder, 'kept')];
    await writeFile(dump, JSON.stringify(record('T-4001', 'npm', 'left-hand', span('0', '1'))));
    await importOsv(dump, into, 'good');
    for (const text of ['', '{not json', '<html>busy</html>', '[1, null, {}]', '['.repeat(50_000)]) {
      await writeFile(dump, text);
      await expect(importOsv(dump, into, 'bad')).rejects.toThrow('Nothing here is an OSV record');
      expect(new VulnerabilityIndex(into).find('left-hand', 'npm')).toHaveLength(1);
      expect((await readdir(into)).sort()).toEqual(['current', 'good']);
    }
  });

  it('counts a record that a file is cut off in', async () => {
    const whole = JSON.stringify(record('T-5001', 'npm', 'left-hand', span('0', '1')));
    await writeFile(join(folder, 'cut.ndjson'), `${whole}\n${whole.slice(0, -9)}`);
    const result = await importOsv(join(folder, 'cut.ndjson'), join(folder, 'cut'), 'one');
    expect(result).toEqual({ records: 1, advisories: 1, refused: 1 });
  });
});
