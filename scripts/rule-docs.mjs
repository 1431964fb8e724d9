import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Writes a page for each group of rules (docs/rules/python.md), with an anchor for each rule, from the rules themselves. The
 * pages are not kept in the repository, so they cannot be out of date; the service tells the same in GET /rules/:id.
 */
const root = new URL('../', import.meta.url);
const built = new URL('dist/engine/rules/', root);
if (!existsSync(fileURLToPath(built))) {
  process.stderr.write('Nothing is built yet: run `npm run build` first.\n');
  process.exit(1);
}
const { describeRules } = await import(pathToFileURL(fileURLToPath(new URL('rule-folder.js', built))).href);
const { ruleHelp } = await import(pathToFileURL(fileURLToPath(new URL('rule-help.js', built))).href);

const groups = new Map();
for (const rule of describeRules()) {
  const [group] = rule.id.split('/');
  groups.set(group, [...(groups.get(group) ?? []), rule]);
}
const folder = fileURLToPath(new URL('docs/rules/', root));
mkdirSync(folder, { recursive: true });
for (const [group, rules] of groups) {
  const list = rules.map(({ id, severity }) => `- [${id}](#${anchor(id)}) (${severity})`).join('\n');
  const pages = rules.map((rule) => `<a id="${anchor(rule.id)}"></a>\n\n## ${rule.id}\n\n${ruleHelp(rule)}`);
  writeFileSync(`${folder}${group}.md`, `# Rules: ${group}\n\n${list}\n\n${pages.join('\n\n')}\n`);
}
process.stdout.write(`wrote ${groups.size} pages about ${[...groups.values()].flat().length} rules to docs/rules\n`);

function anchor(id) {
  return id.replace('/', '-');
}
