import type { Check } from '../../rule.js';
import { requestHandlerAround } from '../callbacks.js';

const fields = /^\(\s*\{\s*['"]?(error|errors|message|msg|err|reason|detail|details)['"]?\s*[:,}]/;

/** One handler whose refusals tell their reason under different names: a caller cannot read them alike. */
export const refusalsUnlike: Check = function* (file) {
  const seen = new Map<number, string>();
  const told = new Set<number>();
  for (const name of ['json', 'send']) {
    for (const call of file.tree.callsTo(name)) {
      const text = file.text(call);
      const status = /\.(?:status|code)\(\s*([45]\d\d)\s*\)\.\w+(\([^]*)$/.exec(text.slice(0, 400));
      const field = status ? fields.exec(status[2] ?? '')?.[1] : undefined;
      const handler = field === undefined ? null : requestHandlerAround(file, call);
      if (field === undefined || !handler) continue;
      const before = seen.get(handler.id);
      if (before === undefined) seen.set(handler.id, field);
      else if (before !== field && !told.has(handler.id)) {
        told.add(handler.id);
        yield {
          node: call,
          message: `This refusal tells its reason as ${field}, another of the same handler as ${before}. Give all errors one form.`,
        };
      }
    }
  }
};
