import type { RuleMatch } from './rule.js';
import type { SourceFile } from './source-file.js';

/** Programs that run what their arguments say: shells, interpreters, and those that start another program. */
const runsItsArguments =
  /(?:^|[\\/])(?:(?:ba|z|da|k|c|tc|fi|a)?sh|cmd|powershell|pwsh|env|xargs|sudo|doas|su|ssh|nohup|nice|timeout|watch|eval|exec|find|awk|sed|perl|ruby|node|php|python[\d.]*|java|osascript|docker|kubectl|busybox|wsl|script|start)(?:\.exe)?$/i;

/**
 * Whether data at the sink can only become an argument of a fixed program's own, read by no shell: `["git", "log", author]`, or
 * the arguments beside the program that a rule names `$ARGV0`. It chooses no command; what an argument that begins with `-` may
 * do is another question.
 */
export function isArgumentOfFixedProgram(file: SourceFile, { node, bindings }: RuleMatch): boolean {
  const sink = bindings.get('$SINK') ?? node;
  const program = bindings.get('$ARGV0');
  if (!program || program === sink) return isFixedProgram(file.origins.firstElement(sink));
  const constants = file.origins.constants(program);
  return constants?.length === 1 && isFixedProgram(constants[0]);
}

/** A program's name or path, known to the letter, that is none of those that run their arguments. */
function isFixedProgram(constant: unknown): boolean {
  return typeof constant === 'string' && /^[\w.:/\\+][\w.:/\\+-]*$/.test(constant) && !runsItsArguments.test(constant);
}
