import { languageNamed } from '../../languages/names.js';
import type { Category, Severity } from '../../report/analysis-report.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import { type ConditionSource, conditionSchema } from '../rule-schema.js';
import { type FormulaSource, formulaKeys, readFormula, readMetavariable, readRegex } from './formula-source.js';
import type { RuleFault } from './rule-fault.js';
import { faultUnbound } from './unbound-metavariables.js';
import { categoryOf, confidenceOf, cweOf, owaspOf, severityOf, tagsOf } from './rule-metadata.js';
import type { TenantRegex } from './tenant-regex.js';
import { YamlFile, type YamlView } from './yaml-view.js';

/** Ids of rules that came with a request begin with this, so that they never pass for the service's own. */
export const tenantPrefix = 'custom/';

/** A pattern of a taint rule with what Semgrep lets be said of it. */
export interface TaintPart {
  readonly formula: FormulaSource;
  /** What the match names is the source (or clean) from here on, not the match's own value. */
  readonly bySideEffect: boolean;
}

export interface TaintSource {
  readonly sources: readonly TaintPart[];
  readonly sinks: readonly TaintPart[];
  readonly sanitizers: readonly TaintPart[];
  readonly propagators: readonly { readonly formula: FormulaSource; readonly from: string; readonly to: string }[];
}

/** A tenant's rule, read and checked; its patterns are compiled for the language of a job. */
export interface TenantRule {
  readonly id: string;
  readonly view: YamlView;
  readonly languages: readonly LanguageId[];
  /** True for `regex` and `generic` rules, which read any text. */
  readonly anyLanguage: boolean;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: number;
  readonly message: string;
  readonly cwe: string[];
  readonly owasp: string[];
  readonly references: string[];
  readonly tags: string[];
  readonly formula: FormulaSource | null;
  readonly taint: TaintSource | null;
  readonly where: readonly ConditionSource[];
  readonly fix: { readonly description: string; readonly replacement: string } | null;
  readonly fixRegex: { readonly regex: TenantRegex; readonly replacement: string; readonly count: number } | null;
  readonly paths: { readonly include: readonly string[]; readonly exclude: readonly string[] };
}

export interface TenantRuleFile {
  readonly rules: readonly TenantRule[];
  /** Those with mistakes too, as far as they can be read: their patterns may hold more. */
  readonly readable: readonly TenantRule[];
  /** Every mistake, in the file's order; rules with one are left out. */
  readonly faults: RuleFault[];
}

const maximumRules = 500;

const ruleKeys: readonly string[] = (
  'id languages severity message mode category confidence cwe owasp references metadata paths fix fix-regex options ' +
  'where examples min-version max-version pattern patterns pattern-either pattern-regex ' +
  'pattern-sources pattern-sinks pattern-sanitizers pattern-propagators'
).split(' ');

const own = (key: string): string => `"${key}" is for rules that come with the service`;
const refused: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['check', 'danger', 'origins', 'sink-class', 'safe-prefix', 'dispatch'].map((key) => [key, own(key)]),
  ),
  match: 'the newer syntax ("match") is not offered; write pattern, patterns, pattern-either',
  taint: 'the newer syntax ("taint") is not offered; write mode: taint with pattern-sources and pattern-sinks',
  join: 'join rules are not offered',
  extract: 'extract rules are not offered',
};

/** Reads a rule file in the format of Semgrep and of the service's own rules. Never throws for what is written in it. */
export function readTenantRules(text: string): TenantRuleFile {
  const file = new YamlFile(text);
  if (file.faults.length > 0) return { rules: [], readable: [], faults: file.faults };
  const { root } = file;
  if (!root.isMap) {
    root.fault('missing', 'the file must hold "rules:", a list of rules');
    return { rules: [], readable: [], faults: file.faults };
  }
  root.only(['rules', 'version', 'missed']);
  const list = root.at('rules');
  if (!list.isList || list.items().length === 0)
    list.fault(list.isThere ? 'invalid' : 'missing', 'must be a list of rules');
  if (list.items().length > maximumRules) list.fault('too_large', `holds more than ${maximumRules} rules`);
  const rules: TenantRule[] = [];
  const readable: TenantRule[] = [];
  const ids = new Set<string>();
  for (const view of list.items().slice(0, maximumRules)) {
    const before = file.faults.length;
    const rule = readRule(view);
    if (rule && rule.id !== '' && ids.has(rule.id))
      view.at('id').fault('duplicate', `two rules have the id "${rule.id}"`);
    if (rule) ids.add(rule.id);
    if (rule) readable.push(rule);
    if (rule && file.faults.length === before) rules.push(rule);
  }
  return { rules, readable, faults: file.faults };
}

function readRule(view: YamlView): TenantRule | null {
  if (!view.isMap) {
    view.fault('invalid', 'must be a rule: a map with id, languages, message, severity and a pattern');
    return null;
  }
  view.only(ruleKeys, refused);
  const id = readId(view.at('id'));
  const { languages, anyLanguage } = readLanguages(view.at('languages'));
  const message = view.at('message').text('a message');
  if (message?.trim() === '') view.at('message').fault('invalid', 'must say what is wrong and what to do');
  const severity = severityOf(view.at('severity'));
  const metadata = view.at('metadata');
  if (metadata.isThere && !metadata.isMap) metadata.fault('invalid', 'must be a map');
  const cwe = cweOf(view);
  const mode = view.at('mode').isThere ? view.at('mode').text() : 'search';
  if (mode !== 'search' && mode !== 'taint' && mode !== null)
    view.at('mode').fault('unsupported', `"${mode.slice(0, 40)}" is no mode; search and taint are`);
  const taint = mode === 'taint' ? readTaint(view) : null;
  const formula = mode === 'taint' ? null : readFormula(view);
  faultUnbound(formula ? [formula] : formulasOf(taint));
  const rule = {
    view,
    anyLanguage,
    languages,
    category: categoryOf(view, cwe),
    confidence: confidenceOf(view),
    cwe,
    owasp: owaspOf(view),
    references: readReferences(view),
    tags: tagsOf(view),
    formula,
    taint,
    where: readConditions(view.at('where')),
    fix: readFix(view.at('fix')),
    fixRegex: readFixRegex(view.at('fix-regex')),
    paths: readPaths(view.at('paths')),
  };
  if (anyLanguage && languages.length === 0 && formula && !isTextual(formula))
    view.fault('unsupported', 'rules of the languages "regex" and "generic" take pattern-regex only');
  return { ...rule, id: id ?? '', message: message ?? '', severity: severity ?? 'info' };
}

function formulasOf(taint: TaintSource | null): FormulaSource[] {
  if (!taint) return [];
  return [...taint.sources, ...taint.sinks, ...taint.sanitizers, ...taint.propagators].map(({ formula }) => formula);
}

function isTextual(formula: FormulaSource): boolean {
  if (formula.type === 'regex') return true;
  if (formula.type === 'any') return formula.parts.every(isTextual);
  return formula.type === 'all' && formula.items.every((item) => !('formula' in item) || isTextual(item.formula));
}

function readId(view: YamlView): string | null {
  const id = view.text('an id');
  if (id === null) return null;
  if (/^[\w.][\w./-]{0,199}$/.test(id)) return `${tenantPrefix}${id}`;
  view.fault('invalid', 'an id has letters, digits, ".", "_", "-" and "/", at most 200');
  return null;
}

/** Languages that rules of public collections name and that are not analysed here: rules for several keep the others. */
const foreign =
  /^(kotlin|kt|scala|swift|bash|sh|docker|dockerfile|terraform|hcl|tf|yaml|json|html|xml|apex|clojure|dart|elixir|ex|julia|lisp|lua|ocaml|r|solidity|sol|vue|jsonnet|scheme|hack|cairo|move_on_\w+|ql|promql|none)$/;

function readLanguages(view: YamlView): { languages: LanguageId[]; anyLanguage: boolean } {
  const names = view.texts();
  const found = new Set<LanguageId>();
  let anyLanguage = false;
  let unknown = 0;
  for (const name of names) {
    const language = languageNamed(name);
    if (language) found.add(language);
    else if (/^(regex|generic)$/i.test(name)) anyLanguage = true;
    else if (foreign.test(name.toLowerCase())) unknown += 1;
    else view.fault('invalid', `"${name.slice(0, 40)}" is no language that can be analysed`);
  }
  if (unknown > 0 && unknown === names.length) view.fault('unsupported', 'none of these languages can be analysed');
  return { languages: [...found], anyLanguage };
}

function readReferences(view: YamlView): string[] {
  const lists = [view.at('references'), view.at('metadata').at('references')].filter((one) => one.isThere);
  return lists
    .flatMap((list) => list.texts())
    .filter((one) => URL.canParse(one) && /^https?:/.test(one))
    .slice(0, 20);
}

function readConditions(view: YamlView): ConditionSource[] {
  if (!view.isThere) return [];
  if (!view.isList) view.fault('invalid', 'must be a list of conditions');
  return view.items().flatMap((item) => {
    const checked = conditionSchema.safeParse(item.plain());
    if (checked.success) return [checked.data];
    for (const issue of checked.error.issues.slice(0, 10)) {
      const place = issue.path.reduce<YamlView>((one, step) => one.at(String(step)), item);
      place.fault('invalid', issue.message);
    }
    return [];
  });
}

function readFix(view: YamlView): TenantRule['fix'] {
  if (!view.isThere) return null;
  if (!view.isMap) {
    const replacement = view.text('the text to put in place');
    return replacement === null ? null : { description: 'Replace this as the rule says.', replacement };
  }
  view.only(['description', 'replacement']);
  const description = view.at('description').text('a description');
  const replacement = view.at('replacement').text('the text to put in place');
  return description === null || replacement === null ? null : { description, replacement };
}

function readFixRegex(view: YamlView): TenantRule['fixRegex'] {
  if (!view.isThere) return null;
  view.only(['regex', 'replacement', 'count']);
  const regex = readRegex(view.at('regex'));
  const replacement = view.at('replacement').text('the text to put in place');
  const count = Number(view.at('count').plain() ?? 0);
  return regex && replacement !== null
    ? { regex, replacement, count: Number.isInteger(count) && count > 0 ? count : 100 }
    : null;
}

function readPaths(view: YamlView): TenantRule['paths'] {
  if (!view.isThere) return { include: [], exclude: [] };
  view.only(['include', 'exclude']);
  const globs = (key: string): string[] => (view.at(key).isThere ? view.at(key).texts() : []);
  return { include: globs('include'), exclude: globs('exclude') };
}

function readTaint(view: YamlView): TaintSource {
  for (const key of formulaKeys) {
    if (view.keys().includes(key))
      view.at(key).fault('invalid', 'has no place in mode: taint; use pattern-sources and pattern-sinks');
  }
  const required = (key: string): TaintPart[] => {
    const list = view.at(key);
    if (!list.isList || list.items().length === 0)
      list.fault(list.isThere ? 'invalid' : 'missing', 'must be a list of patterns');
    return list.items().flatMap(readTaintPart);
  };
  const propagators = view.at('pattern-propagators');
  return {
    sources: required('pattern-sources'),
    sinks: required('pattern-sinks'),
    sanitizers: view.at('pattern-sanitizers').isThere ? required('pattern-sanitizers') : [],
    propagators: propagators.items().flatMap((item) => {
      item.only([...formulaKeys, 'from', 'to', 'by-side-effect']);
      const formula = readFormula(item);
      const from = readMetavariable(item.at('from'));
      const to = readMetavariable(item.at('to'));
      return formula && from !== null && to !== null ? [{ formula, from, to }] : [];
    }),
  };
}

const labels = 'labels are not offered: write one rule for each kind of source';

function readTaintPart(view: YamlView): TaintPart[] {
  if (view.isMap) {
    view.only([...formulaKeys, 'exact', 'by-side-effect', 'not_conflicting', 'control', 'at-exit'], {
      label: labels,
      requires: labels,
    });
  }
  const formula = readFormula(view);
  const side = view.at('by-side-effect').plain();
  return formula ? [{ formula, bySideEffect: side === true || side === 'true' || side === 'only' }] : [];
}
