import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { isAsync } from '../../places.js';
import { functionsOf } from '../shape.js';

/** Calls that wait for a network, a program or a clock. */
const waits =
  /^(?:time\.sleep|requests\.(?:\w+|Session\(\)\.\w+)|httpx\.(?:get|post|put|patch|delete|request|Client\(\)\.\w+)|urllib\.request\.(?:urlopen|urlretrieve)|subprocess\.(?:run|call|check_call|check_output)|os\.system|socket\.create_connection|smtplib\.SMTP(?:_SSL)?|sqlite3\.connect|psycopg2\.connect|pymysql\.connect|boto3\.client\(\)\.\w+)$/;

/** A plain function of the file that waits, called where the event loop runs: every other task waits with it. */
export const blockingHelper: Check = function* (file) {
  if (!file.holds(/\basync def\b/)) return;
  const waiting = new Map<string, string>();
  const names = new Map<string, number>();
  for (const { fn, body, name } of functionsOf(file)) {
    names.set(name, (names.get(name) ?? 0) + 1);
    const wait = isAsync(fn) ? undefined : waitIn(file, body);
    if (wait !== undefined) waiting.set(name, wait);
  }
  for (const [name, wait] of waiting) {
    // Of several functions of a name nobody says which one is called.
    if ((names.get(name) ?? 0) > 1) continue;
    for (const call of file.tree.callsTo(name)) {
      const around = file.enclosingFunction(call);
      const callee = file.field(call, 'function');
      if (!around || !isAsync(around) || !callee || !/^(?:self\.|cls\.)?\w+$/.test(file.text(callee))) continue;
      yield {
        node: call,
        message: `${name} waits in ${wait}, which blocks the event loop: every other task waits too. Run it by asyncio.to_thread, or make it asynchronous.`,
      };
    }
  }
};

function waitIn(file: SourceFile, body: SyntaxNode): string | undefined {
  for (const call of file.descendants(body, file.grammar.calls, file.grammar.functions)) {
    const path = file.origins.callPath(call) ?? '';
    if (waits.test(path)) return path.replace('()', '');
  }
  return undefined;
}
