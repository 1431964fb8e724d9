import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever a script is called from. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Something a person has to do first: printed as it is, without a stack. */
export class SetUpError extends Error {}

/** One line of progress. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Runs a script's work; what a person has to mend ends it with one clear text and exit code 1. */
export async function script(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(error instanceof SetUpError ? `\n${error.message}\n` : `${error.stack}\n`);
    process.exit(1);
  }
}
