import { Problem } from '../../problem/problem.js';

/** Where a page ended: the next one holds what is older. */
export interface ActivityCursor {
  /** Unix ms. */
  time: number;
  seq: number;
}

export function encodeCursor({ time, seq }: ActivityCursor): string {
  return Buffer.from(`${time}.${seq}`).toString('base64url');
}

/** @throws Problem `validation_failed` for what no page of ours gave. */
export function decodeCursor(text: string): ActivityCursor {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (!match) {
    throw new Problem('validation_failed', {
      errors: [{ pointer: '/cursor', code: 'cursor', message: 'cursor must be the next_cursor of an earlier page' }],
    });
  }
  return { time: Number(match[1]), seq: Number(match[2]) };
}
