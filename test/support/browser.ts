import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findProgram } from '../../src/redis/find-program.js';
import { until } from './poll.js';

/** A Chromium of the system; null where there is none (`npm test` tries to install one). */
export const chromium = findProgram(['chromium', 'chromium-browser', 'google-chrome'], process.env['PATH'] ?? '');

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A real browser without a window, spoken to in the DevTools protocol over two pipes. */
export class Browser {
  private readonly waiting = new Map<number, (message: Message) => void>();
  private lastId = 0;
  /** What the page's console said, and what the browser refused (violations of the content security policy). */
  readonly complaints: string[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private sessionId?: string,
  ) {
    let text = '';
    (child.stdio[4] as Readable).on('data', (chunk: Buffer) => {
      const parts = (text + chunk.toString()).split('\0');
      text = parts.pop() as string;
      for (const part of parts) this.receive(JSON.parse(part) as Message);
    });
  }

  /** Opens an empty page. */
  static async start(program: string): Promise<Browser> {
    const folder = mkdtempSync(join(tmpdir(), 'pitamah-chromium-'));
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
    const child = spawn(program, [...flags, `--user-data-dir=${folder}`, '--remote-debugging-pipe'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Browser(child, folder);
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    browser.sessionId = sessionId as string;
    for (const domain of ['Page', 'Runtime', 'Log']) await browser.send(`${domain}.enable`);
    return browser;
  }

  async open(url: string): Promise<void> {
    await this.send('Page.navigate', { url });
    await until(`the page of ${url} is there`, () =>
      this.evaluate<boolean>(`location.href !== 'about:blank' && document.readyState === 'complete'`),
    );
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (answer['exceptionDetails'] !== undefined) throw new Error(JSON.stringify(answer['exceptionDetails']));
    return (answer['result'] as { value: T }).value;
  }

  /** Types into whatever has the focus. */
  async type(text: string): Promise<void> {
    await this.send('Input.insertText', { text });
  }

  async press(key: 'Tab' | 'Enter'): Promise<void> {
    const code = { Tab: 9, Enter: 13 }[key];
    const event = { key, code: key, windowsVirtualKeyCode: code, ...(key === 'Enter' ? { text: '\r' } : {}) };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** Waits until the page shows the text. */
  async shows(text: string): Promise<void> {
    await until(`the page shows "${text}"`, () =>
      this.evaluate<boolean>(`document.body.innerText.includes(${JSON.stringify(text)})`),
    );
  }

  async close(): Promise<void> {
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    // Asked to close, it ends its helpers first; killed, it would leave them writing into the folder.
    void this.send('Browser.close').catch(() => undefined);
    await exited;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  private send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.lastId;
    const session = this.sessionId === undefined ? {} : { sessionId: this.sessionId };
    (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result ?? {}),
      );
    });
  }

  private receive(message: Message): void {
    if (message.id !== undefined) {
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    } else if (message.method === 'Log.entryAdded' || message.method === 'Runtime.exceptionThrown') {
      this.complaints.push(JSON.stringify(message.params));
    }
  }
}
