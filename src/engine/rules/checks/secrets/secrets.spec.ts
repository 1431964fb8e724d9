import { parse } from '../../../parse/parser.js';
import type { LanguageId } from '../../../tree/syntax-tree.js';
import { SourceFile } from '../../source-file.js';
import { hardCodedSecret } from './secrets.js';

/** Put together here, so that no scanner of this repository takes them for real ones. */
const letters = 'aT1Zp5RKyccyKR5pZ1TaDfm42Q3324mfDaT1Zp5RKycc';
const digits = '3f9a1c7e5b2d80643f9a1c7e5b2d8064';

const secrets: readonly (readonly [LanguageId, string])[] = [
  ['python', `hook = "https://hooks.slack.com/${'services'}/TA1B2C3D4/BA1B2C3D4/${letters.slice(0, 24)}"\n`],
  ['python', 'smtp.login("bot@acme.io", "hG7#kP2q9")\n'],
  ['python', 'requests.get(u, auth=("svc", "Pr0d-9xKq2"))\n'],
  ['python', 'def connect(host, password="Tr0ub4dor&3x"): pass\n'],
  ['python', 'db = "Server=db;User Id=sa;Password=Sup3rS3cret9;"\n'],
  ['javascript', `const key = 'shpat_${digits}';`],
  ['java', 'class A { void f() { p.setProperty("password", "Zx9!kQ2vB"); } }'],
  ['csharp', 'class A { void F() { new NetworkCredential("svc", "Zx9!kQ2vB"); } }'],
  ['go', 'package a\nvar secret = []byte("Zx9!kQ2vB7mN")\n'],
  ['rust', 'fn f() { let c = C { secret: "Zx9!kQ2vB7".to_string() }; }'],
  ['c', '#define API_KEY "Zx9kQ2vB7mN4pLw"\n'],
  ['c', 'int f(void) { return strcmp(password, "Zx9!kQ2vB"); }'],
];

const others: readonly (readonly [LanguageId, string])[] = [
  ['python', 'labels = {"password": "Passwort", "token": "Zugangscode"}\n'],
  ['python', 'password = os.environ["DB_PASSWORD"]\nnextToken = "NextToken"\n'],
  ['python', `sha256 = "${digits}${digits}"\n`],
  ['python', 'db = "Server=db;User Id=sa;Password={password};"\n'],
  ['javascript', `const integrity = 'sha384-${letters}';`],
  ['javascript', "const o = { credentials: 'same-origin', token: 'Keyword.Constant1' };"],
  ['java', 'class A { static final String TOKEN = "security.token.v1"; }'],
  ['csharp', 'class A { const string PublicKeyToken = "b77a5c561934e089"; }'],
  ['c', '#define PASSWORD_PROMPT "Password: "\n'],
];

describe('secrets in the source', () => {
  it.each(secrets)('%s: %s', async (language, code) => {
    expect(await found(language, code)).toBe(1);
  });

  it.each(others)('%s: no secret in %s', async (language, code) => {
    expect(await found(language, code)).toBe(0);
  });

  it('are looked for in tests by their form only', async () => {
    const own = 'const password = "Zx9!kQ2vB";';
    const issued = `const key = 'shpat_${digits}';`;
    expect([
      await found('javascript', own, 'login.spec.js'),
      await found('javascript', issued, 'login.spec.js'),
    ]).toEqual([0, 1]);
  });

  async function found(language: LanguageId, code: string, filename: string | null = null): Promise<number> {
    const file = new SourceFile(await parse(code, language), filename);
    return [...hardCodedSecret(file, {})].length;
  }
});
