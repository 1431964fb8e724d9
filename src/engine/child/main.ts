import { analyze } from '../analyze.js';
import { useVulnerabilities } from '../dependencies/vulnerabilities/vulnerability-index.js';
import { EngineRefusalError } from '../engine-refusal.js';
import type { EngineJob, EngineResults } from '../job.js';
import { grammars, type GrammarId } from '../parse/grammars.js';
import { loadGrammars } from '../parse/parser.js';
import { loadRules } from '../rules/load-rules.js';
import { runJobRules } from '../rules/run-job-rules.js';
import { validateRules } from '../rules/tenant/validate-rules.js';
import { isExhaustion, whereItBroke } from './failure.js';
import type { ChildMessage, JobMessage } from './messages.js';

/**
 * A child process of the analysis pool: it alone touches code that others sent. It answers one job after another and does
 * nothing else; the parent bounds its memory and kills it when a job outlasts its deadline.
 */
type Handlers = { [K in EngineJob['kind']]?: (job: Extract<EngineJob, { kind: K }>) => Promise<EngineResults[K]> };

const handlers: Handlers = {
  // Its parsers are loaded when they are first wanted: most children never draw anything.
  architecture: async (job) => {
    const { generateArchitecture } = await import('../architecture/generate-architecture.js');
    return generateArchitecture(job);
  },
  analyze: (job) => analyze(job, runJobRules),
  rules: validateRules,
};

async function answer({ id, job }: JobMessage): Promise<ChildMessage> {
  try {
    const handler = handlers[job.kind] as ((job: EngineJob) => Promise<unknown>) | undefined;
    if (handler === undefined) throw new Error(`no handler for ${job.kind}`);
    return { kind: 'result', id, value: await handler(job), rss: process.memoryUsage.rss() };
  } catch (error) {
    if (error instanceof EngineRefusalError) {
      return { kind: 'refusal', id, code: error.code, message: error.message, faults: error.faults };
    }
    return { kind: 'failure', id, exhausted: isExhaustion(error), fault: whereItBroke(error) };
  }
}

function tell(message: ChildMessage): void {
  process.send?.(message);
}

process.on('message', (message: JobMessage) => {
  void answer(message).then(tell);
});
// The parent is gone, or wants this child gone.
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent decides when its children end.
process.on('SIGINT', () => undefined);

// The one folder besides its program that it may read.
useVulnerabilities(process.argv[2] ?? null);
await Promise.all([loadGrammars(Object.keys(grammars) as GrammarId[]), loadRules()]);
tell({ kind: 'ready' });
