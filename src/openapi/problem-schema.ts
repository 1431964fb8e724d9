import { catalogue } from '../problem/catalogue.js';
import type { SchemaObject } from './open-api-types.js';

/** The body of every error (RFC 9457). */
export const problemSchema: SchemaObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string', description: 'The same for every error of this code' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened this time' },
    instance: { type: 'string', description: 'Path of the request' },
    code: { type: 'string', enum: Object.keys(catalogue), description: 'Stable; listed in docs/errors.md' },
    request_id: { type: 'string' },
    decision_id: { type: 'string', description: 'With 403 and 429: GET /users/me/decisions/:id explains it' },
    errors: {
      type: 'array',
      description: 'Every bad field at once',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer (RFC 6901) into the body' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
};
