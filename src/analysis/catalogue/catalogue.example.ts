import type { RuleDescription } from '../../engine/rules/rule.js';
import type { LanguageEntry } from './languages.controller.js';
import type { RuleSummary } from './rule-catalogue.js';

export const exampleRuleSummary: RuleSummary = {
  id: 'java/weak-hash',
  languages: ['java'],
  category: 'security',
  severity: 'medium',
  confidence: 0.8,
  message: 'MD5 and SHA-1 can be forged; use SHA-256, or a password hash for passwords.',
  cwe: ['CWE-328'],
  owasp: ['A02:2021'],
  references: ['https://cwe.mitre.org/data/definitions/328.html'],
  mode: 'search',
  fixable: false,
  dangerous: false,
};

export const exampleRule: RuleDescription = {
  ...exampleRuleSummary,
  examples: {
    java: {
      bad: ['MessageDigest digest = MessageDigest.getInstance("MD5");'],
      good: ['MessageDigest digest = MessageDigest.getInstance("SHA-256");'],
    },
  },
};

export const exampleLanguage: LanguageEntry = {
  id: 'python',
  title: 'Python',
  extensions: ['py', 'pyw', 'pyi'],
  aliases: ['py', 'python3'],
  rules: 58,
};
