import type { RuleDescription } from '../../engine/rules/rule.js';
import type { LanguageEntry } from './language-entry.js';
import type { RuleSummary } from './rule-catalogue.js';

export const exampleRuleSummary: RuleSummary = {
  id: 'java/weak-hash',
  languages: ['java'],
  category: 'security',
  severity: 'medium',
  confidence: 0.8,
  message: 'MD5 and SHA-1 can be forged. Use SHA-256 or better; for passwords argon2, scrypt, bcrypt or PBKDF2.',
  cwe: ['CWE-328'],
  owasp: ['A02:2021'],
  references: [],
  mode: 'search',
  fixable: false,
  dangerous: false,
};

export const exampleRule: RuleDescription = {
  ...exampleRuleSummary,
  examples: {
    java: {
      bad: ['class A { void f() throws Exception { MessageDigest.getInstance("MD5"); } }'],
      good: ['class A { void f() throws Exception { MessageDigest.getInstance("SHA-256"); } }'],
    },
  },
};

export const exampleLanguage: LanguageEntry = {
  id: 'python',
  title: 'Python',
  extensions: ['py', 'pyw', 'pyi'],
  aliases: ['py', 'python3'],
  rules: 101,
};
