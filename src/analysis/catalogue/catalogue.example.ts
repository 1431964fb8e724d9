import type { RuleDescription } from '../../engine/rules/rule.js';
import { ruleHelp } from '../../engine/rules/rule-help.js';
import type { LanguageEntry } from './language-entry.js';
import type { RulePage, RuleSummary } from './rule-catalogue.js';
import type { RuleValidation } from './rule-validation.service.js';

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
  tags: ['security', 'cwe-328', 'a02-2021'],
  mode: 'search',
  fixable: false,
  dangerous: false,
};

const describedRule: RuleDescription = {
  ...exampleRuleSummary,
  examples: {
    java: {
      bad: ['class A { void f() throws Exception { MessageDigest.getInstance("MD5"); } }'],
      good: ['class A { void f() throws Exception { MessageDigest.getInstance("SHA-256"); } }'],
    },
  },
};

export const exampleRule: RulePage = { ...describedRule, help: ruleHelp(describedRule) };

export const exampleValidation: RuleValidation = {
  valid: false,
  errors: [
    {
      pointer: '/rules/0/patern',
      line: 6,
      column: 5,
      code: 'unknown_key',
      message: 'the key "patern" is not known; did you mean "pattern"?',
    },
  ],
  rules: [{ id: 'custom/no-eval', languages: ['python'], severity: 'high', category: 'correctness', mode: 'search' }],
  dry_run: null,
  partial: false,
  diagnostics: [],
};

export const exampleLanguage: LanguageEntry = {
  id: 'python',
  title: 'Python',
  extensions: ['py', 'pyw', 'pyi'],
  aliases: ['py', 'python3'],
  rules: 101,
};
