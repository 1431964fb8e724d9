/** A record longer than this, characters, is left out. */
const MAX_RECORD = 8 * 1024 * 1024;

/**
 * Cuts a stream of text into its JSON objects, whether it is one object, an array of them, one a line, or one after the
 * other: a record is what stands between a brace at the top and its partner, or the end of a file that was cut off. Memory:
 * one record.
 */
export async function* recordTexts(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let depth = 0;
  let text = false;
  let escaped = false;
  let record = '';
  let tooLong = false;
  for await (const chunk of chunks) {
    let from = depth > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const unit = chunk.charCodeAt(at);
      if (escaped) escaped = false;
      else if (text) {
        if (unit === 0x5c) escaped = true;
        else if (unit === 0x22) text = false;
      } else if (unit === 0x22) text = depth > 0;
      else if (unit === 0x7b) {
        if (depth === 0) from = at;
        depth += 1;
      } else if (unit === 0x7d && depth > 0) {
        depth -= 1;
        if (depth === 0) {
          if (!tooLong) yield record + chunk.slice(from, at + 1);
          record = '';
          tooLong = false;
          from = -1;
        }
      }
    }
    if (from >= 0 && !tooLong) record += chunk.slice(from);
    if (record.length > MAX_RECORD) {
      record = '';
      tooLong = true;
    }
  }
  if (depth > 0 && !tooLong) yield record;
}
