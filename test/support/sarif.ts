import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import formats from 'ajv-formats';

const file = new URL('../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url);

/** What the OASIS schema of SARIF 2.1.0 (errata 01, as published) says is wrong with a log; empty when nothing is. */
export function sarifFaults(log: unknown): readonly ErrorObject[] {
  // The schema names draft 4, whose vocabulary as far as it uses it is draft 7's but for the name of the id.
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  (formats as unknown as (ajv: Ajv) => void)(ajv);
  const validate = ajv.compile(schema);
  return validate(log) ? [] : (validate.errors ?? []);
}
