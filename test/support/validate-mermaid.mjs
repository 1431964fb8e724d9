/**
 * Reads a JSON array of Mermaid texts from standard input and writes, for each, null or the parser's complaint.
 * A process of its own: Mermaid needs a browser's globals, which must be there before it is loaded and would leak into the
 * other tests of a shared process.
 */
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
globalThis.window = window;
globalThis.document = window.document;

const { default: mermaid } = await import('mermaid');

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const complaints = [];
for (const text of JSON.parse(Buffer.concat(chunks).toString('utf8'))) {
  try {
    await mermaid.parse(text);
    complaints.push(null);
  } catch (error) {
    complaints.push(String(error?.message ?? error));
  }
}
process.stdout.write(JSON.stringify(complaints));
