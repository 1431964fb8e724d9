import { isCall } from '../../../tree/callee.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

/** The calls that ask a database, as the drivers and mappers of a language name them. */
interface QueryWords {
  /** Last names of the calls. */
  readonly names: readonly string[];
  /** What is called, written out, from its receiver to its name. */
  readonly callee: RegExp;
  /** Where the whole call looks like this, it is none. */
  readonly not?: RegExp;
  /** Without such a word in the file there are none. */
  readonly source?: RegExp;
  /** What a type is called that asks a database: names declared with it are asked as well. */
  readonly types?: RegExp;
}

const writing =
  /^\W{0,8}(?:f|text\()?\W{0,3}(?:\w+\s*,\s*)?["'`]{1,3}\s*(?:INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|SET|BEGIN|COMMIT)\b/;
const models = String.raw`(?!(?:Object|Array|Math|JSON|Promise|Set|Map|String|Number|Date|Reflect|Symbol|File|Path|Paths|Files|Collections|Arrays|Stream|Enumerable|Optional|Regex|List|Dictionary)\b)[A-Z]\w*`;
const javascript: QueryWords = {
  names: [
    'findOne',
    'findById',
    'findByPk',
    'findUnique',
    'findFirst',
    'findOneBy',
    'findOneOrFail',
    'findAll',
    'findMany',
    'query',
    'countDocuments',
    'aggregate',
    'first',
  ],
  callee: new RegExp(
    String.raw`(?:^|\.)(?:${models}|\w*[rR]epo(?:sitory)?|prisma\.\w+|\w*[mM]odel|db|pool|client|connection|knex|conn|tx|manager|entityManager|em)\.\w+$|collection\([^()]*\)\.\w+$|^(?:knex|db|trx)\([^()]*\)(?:\.\w+\([^()]*\))*\.first$`,
  ),
};

const words: Readonly<Record<string, QueryWords>> = {
  javascript,
  typescript: javascript,
  python: {
    names: [
      'get',
      'filter',
      'count',
      'exists',
      'first',
      'get_or_404',
      'filter_by',
      'query',
      'execute',
      'scalar',
      'scalars',
      'scalar_one',
      'fetchone',
      'find_one',
      'get_object_or_404',
    ],
    callee:
      /\.objects(?:\.\w+\([^()]*\))*\.(?:get|filter|count|exists|first)$|\.query\.(?:get|filter_by|filter|get_or_404)$|(?:^|[._])(?:session|db)\.(?:query|get|scalar|scalars)$|(?:^|[._])(?:session|cursor|cur|conn|connection|db|c)\.execute$|^get_object_or_404$|\bcollection\.find_one$|(?:^|\.)db\.\w+\.find_one$/,
    not: /requests\.session|http|redis|bulk_|executemany/i,
  },
  java: {
    names: [
      'findById',
      'getOne',
      'getReferenceById',
      'executeQuery',
      'find',
      'queryForObject',
      'queryForList',
      'queryForMap',
      'query',
      'getSingleResult',
      'getResultList',
      'findOne',
      'existsById',
      'createQuery',
      'createNativeQuery',
      'selectOne',
      'load',
      'findByKey',
    ],
    callee:
      /(?:^|\.)(?:\w*[rR]epo(?:sitory)?|\w*[dD]ao|customers|em|entityManager|session)\.(?:findById|getOne|getReferenceById|find|findOne|existsById|findByKey|createQuery|createNativeQuery|selectOne|load)$|(?:^|\.)(?:jdbcTemplate|jdbc|template|namedParameterJdbcTemplate)\.query\w*$|(?:^|\.)\w*(?:[sS]tatement|stmt|[sS]t|ps|p|s|pst)\.executeQuery$|(?:^|\.)(?:q|query|typedQuery)\.(?:getSingleResult|getResultList)$|\.findById$/,
  },
  csharp: {
    names: [
      'Find',
      'FindAsync',
      'First',
      'FirstAsync',
      'FirstOrDefault',
      'FirstOrDefaultAsync',
      'Single',
      'SingleAsync',
      'SingleOrDefault',
      'SingleOrDefaultAsync',
      'Any',
      'AnyAsync',
      'ToList',
      'ToListAsync',
      'Count',
      'CountAsync',
      'SaveChanges',
      'SaveChangesAsync',
      'ExecuteReader',
      'ExecuteScalar',
      'ExecuteNonQuery',
      'ExecuteReaderAsync',
      'ExecuteScalarAsync',
      'ExecuteNonQueryAsync',
      'Query',
      'QueryAsync',
      'QueryFirstOrDefault',
      'QueryFirstOrDefaultAsync',
      'QuerySingle',
    ],
    callee:
      /^(?:this\.)?(?:_?(?:db|ctx|context|dbContext|dataContext|appDb|conn|connection|cmd|command)\w*|\w+(?:Db|DbContext|Context|Connection|Repository|Repo|Cmd|Command))(?:\.|\?\.)/,
    not: /Http|Request|Validation|Response|Test|Log|execution|Execution|ModelState/,
    types: /\b(?:[A-Z]\w*DbContext|IDbConnection|DbConnection|\w*SqlConnection)\??\s+(\w+)/g,
  },
  go: {
    names: [
      'Query',
      'QueryRow',
      'QueryContext',
      'QueryRowContext',
      'Exec',
      'ExecContext',
      'First',
      'Find',
      'Take',
      'FindOne',
      'Get',
      'Select',
      'Queryx',
      'QueryRowx',
    ],
    callee:
      /(?:^|\.)(?:[dD][bB]|tx|Tx|conn|pool|Pool|gorm|collection|coll|stmt|Stmt|sqlDB)(?:\.\w+\([^()]*(?:\([^()]*\))?[^()]*\))*\.(?:Query|QueryRow|QueryContext|QueryRowContext|Exec|ExecContext|First|Find|Take|FindOne|Queryx|QueryRowx|Get|Select)$/,
    not: /\b(?:cache|redis|rdb|req|http)\b|[pP]ool\.Get\((?:ctx|context\.\w+\(\))?\)$/,
  },
  php: {
    names: [
      'mysqli_query',
      'mysql_query',
      'pg_query',
      'query',
      'execute',
      'find',
      'findOrFail',
      'first',
      'get',
      'count',
      'exists',
      'findOneBy',
      'fetchAssoc',
      'select',
      'get_row',
      'get_var',
    ],
    callee:
      /^(?:mysqli_query|mysql_query|pg_query)$|\$(?:\w*(?:db|pdo|conn|connection|mysqli|dbh))(?:->|\.)(?:query|fetchAssoc)$|\$(?:\w*(?:st|stmt|statement|sth|query|select)\w*)(?:->|\.)execute$|^[A-Z]\w*(?:::|\.)(?:find|findOrFail)$|^(?:[A-Z]\w*)(?:::|\.)where\([^]{0,120}\)(?:->|\.)(?:first|get|count|exists)$|^DB(?:::|\.)(?:select|table)|\$wpdb(?:->|\.)get_(?:row|var)$|[rR]epository(?:->|\.)(?:find|findOneBy)$/,
    not: /curl|multi|migrat|\$(?:redis|client|curl|command|process|job|handler|action|this)->execute/,
  },
  ruby: {
    names: ['find', 'find_by', 'find_by!', 'first', 'count', 'exists?', 'execute', 'select_value', 'where'],
    callee:
      /^(?!(?:Set|Dir|File|Find|ENV|Rails|Pathname|Array|Hash|Process|Etc|Gem|Time|Date)\b)[A-Z][\w:]*\.(?:find|find_by!?|exists\?)$|^[A-Z][\w:]*\.where\([^]{0,120}\)\.(?:first|count|exists\?)$|\bconnection\.(?:execute|select_value)$/,
  },
  rust: {
    names: [
      'fetch_one',
      'fetch_all',
      'fetch_optional',
      'query_row',
      'query_one',
      'query_opt',
      'first',
      'load',
      'get_result',
      'get_results',
      'find_by_id',
    ],
    callee:
      /\.(?:fetch_one|fetch_all|fetch_optional|query_row|query_one|query_opt)$|(?:\.filter\(|\.find\(|::table)[^]{0,300}\.(?:first|load|get_result|get_results)(?:::<[\w<>:, ]+>)?$|::find_by_id$/,
    source: /\b(?:sqlx|rusqlite|diesel|tokio_postgres|postgres|sea_orm)\b/,
  },
  c: {
    names: ['sqlite3_prepare_v2', 'sqlite3_exec', 'mysql_query', 'PQexec', 'PQexecParams'],
    callee: /^(?:sqlite3_prepare_v2|sqlite3_exec|mysql_query|PQexec|PQexecParams)$/,
  },
};

/** The calls of a file that ask a database; what only writes is left to batching. */
export function* queryCalls(file: SourceFile): Generator<SyntaxNode> {
  const found = words[file.tree.language === 'cpp' ? 'c' : file.tree.language];
  if (!found || (found.source && !file.holds(found.source))) return;
  const seen = new Set<number>();
  const databases = databaseNames(file);
  for (const name of found.names) {
    for (const call of file.tree.callsTo(name)) {
      if (seen.has(call.id) || !isCall(call)) continue;
      const written = writtenCallee(file, call);
      if (!found.callee.test(written) && !databases.has(/^(?:this\.)?(\w+)\??\./.exec(written)?.[1] ?? '')) continue;
      const text = file.text(call).slice(0, 400);
      const list = file.field(call, 'arguments');
      if (found.not?.test(text) || (list && writing.test(file.text(list).slice(0, 120)))) continue;
      // What `execute` runs may be anything: only what reads is certain.
      if (name === 'execute' && file.tree.language !== 'php' && !/select/i.test(text)) continue;
      seen.add(call.id);
      yield call;
    }
  }
}

/** Names that the file declares with a type that asks a database: a context of its own, whatever it is called. */
export function databaseNames(file: SourceFile): ReadonlySet<string> {
  const { source, language } = file.tree;
  const types = words[language]?.types;
  if (!types) return new Set();
  const own = [...source.matchAll(/\bclass\s+(\w+)(?:\([^()]*\))?\s*:\s*(?:\w+\.)*\w*DbContext\b/g)].map(
    (found) => found[1] ?? '',
  );
  const declared = own.flatMap((name) => [...source.matchAll(new RegExp(`\\b${name}\\??\\s+(\\w+)\\b`, 'g'))]);
  return new Set([...source.matchAll(types), ...declared].map((found) => found[1] ?? ''));
}

const longest = 400;

/** The callee as it is written, in one spelling where grammars keep receiver and name apart. */
function writtenCallee(file: SourceFile, call: SyntaxNode): string {
  const callee = file.field(call, 'function');
  const name = file.field(call, 'name');
  const object = file.field(call, 'object');
  const text = callee
    ? file.text(callee)
    : object && name
      ? `${file.text(object)}.${file.text(name)}`
      : name
        ? file.text(name)
        : '';
  return text
    .slice(-longest)
    .replace(/\s+/g, ' ')
    .replace(/\s*(\.|->|::)\s*/g, '$1');
}
