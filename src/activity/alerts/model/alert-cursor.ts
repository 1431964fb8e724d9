import { Problem } from '../../../problem/problem.js';

/** Where a page of alerts ended. */
export interface AlertCursor {
  /** Unix ms. */
  startedAt: number;
  id: string;
}

export function encodeCursor({ startedAt, id }: AlertCursor): string {
  return Buffer.from(`${startedAt}.${id}`).toString('base64url');
}

/** @throws Problem `validation_failed` for what no page of ours gave. */
export function decodeCursor(text: string): AlertCursor {
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (match === null) {
    throw new Problem('validation_failed', {
      errors: [{ pointer: '/cursor', code: 'cursor', message: 'must be the next_cursor of an earlier page' }],
    });
  }
  return { startedAt: Number(match[1]), id: match[2] as string };
}
