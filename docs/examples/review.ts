/**
 * Analyses files and prints what was found, with the exit code of a linter: 1 when something is high or critical.
 *
 *   PITAMAH_URL=… PITAMAH_EMAIL=… PITAMAH_PASSWORD=… node dist-examples/review.js app.py lib.ts
 */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { Client, ProblemError } from './client.js';

interface Finding {
  rule_id: string;
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  message: string;
  location: { start: { line: number; column: number } };
}

interface Analysis {
  /** True when a limit of time or memory was reached: what is reported is right, more may be wrong. */
  partial: boolean;
  findings: Finding[];
}

export async function review(client: Client, files: string[], print: (line: string) => void): Promise<number> {
  let serious = 0;
  // All at once: the client waits where the plan says so.
  const analyses = await Promise.all(
    files.map(async (filename) => {
      const code = await readFile(filename, 'utf8');
      return { filename, analysis: await client.request<Analysis>('POST', '/analyze', { filename, code }) };
    }),
  );
  for (const { filename, analysis } of analyses) {
    for (const { rule_id, severity, message, location } of analysis.findings) {
      const { line, column } = location.start;
      print(`${filename}:${line}:${column} ${severity} ${rule_id}: ${message}`);
      if (severity === 'critical' || severity === 'high') serious += 1;
    }
    if (analysis.partial) print(`${filename}: not analysed to the end`);
  }
  return serious > 0 ? 1 : 0;
}

async function main(): Promise<void> {
  const { PITAMAH_URL = 'http://127.0.0.1:3000', PITAMAH_EMAIL = '', PITAMAH_PASSWORD = '' } = process.env;
  const client = new Client(PITAMAH_URL);
  try {
    await client.signIn(PITAMAH_EMAIL, PITAMAH_PASSWORD, process.env['PITAMAH_OTP']);
    process.exitCode = await review(client, process.argv.slice(2), console.log);
    await client.signOut();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
