import type { Failure } from './store-messages.js';

/**
 * The fields of PostgreSQL's error report that are of use here. PGlite also hangs the statement's parameters on its
 * errors: those hold secrets and are left behind.
 */
const REPORTED = [
  'code',
  'severity',
  'detail',
  'hint',
  'where',
  'position',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'routine',
] as const;

/** An error in a form that crosses a thread whole. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), fields: {} };
  const fields: Record<string, string> = {};
  for (const name of REPORTED) {
    const value = (error as Error & Partial<Record<string, unknown>>)[name];
    if (typeof value === 'string') fields[name] = value;
  }
  return { name: error.name, message: error.message, fields };
}

/** The error that `failureOf` took apart, as the caller of a query expects it from a driver. */
export function errorOf({ name, message, fields }: Failure): Error {
  return Object.assign(new Error(message), fields, { name });
}

/** Errors after which the engine is of no more use: WebAssembly trapped, or PostgreSQL ended itself (PANIC, FATAL). */
export function endsEngine({ name }: Failure): boolean {
  return name === 'RuntimeError' || name === 'ExitStatus';
}
