import type { RuleDescription } from './rule.js';

const titles: Readonly<Record<string, string>> = {
  python: 'Python',
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  java: 'Java',
  csharp: 'C#',
  cpp: 'C++',
  c: 'C',
  go: 'Go',
  php: 'PHP',
  ruby: 'Ruby',
  rust: 'Rust',
};

/** What a rule is about, as Markdown: what it says, what it must report, what it must leave alone, where to read on. */
export function ruleHelp(rule: RuleDescription): string {
  const facts = [
    `**Category** ${rule.category}`,
    `**Severity** ${rule.severity}`,
    `**Confidence** ${rule.confidence}`,
    ...(rule.cwe.length > 0 ? [rule.cwe.map(cweLink).join(', ')] : []),
    ...(rule.owasp.length > 0 ? [`OWASP ${rule.owasp.join(', ')}`] : []),
  ];
  const examples = Object.entries(rule.examples).flatMap(([language, one]) => {
    const [bad] = one?.bad ?? [];
    const [good] = one?.good ?? [];
    if (bad === undefined || good === undefined) return [];
    const title = titles[language] ?? language;
    return [`${title}, reported:`, fenced(language, bad), `${title}, left alone:`, fenced(language, good)];
  });
  const references = rule.references.map((url) => `- <${url}>`);
  return [
    plain(rule.message),
    facts.join(' · '),
    ...examples,
    ...(references.length > 0 ? [references.join('\n')] : []),
  ].join('\n\n');
}

function cweLink(cwe: string): string {
  return `[${cwe}](https://cwe.mitre.org/data/definitions/${cwe.slice('CWE-'.length)}.html)`;
}

/** Names of metavariables in a message stand for code. */
function plain(message: string): string {
  return message.trim().replace(/\$[A-Z_][A-Z0-9_]*/g, (name) => `\`${name}\``);
}

function fenced(language: string, code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code.replace(/\n$/, '')}\n${fence}`;
}
