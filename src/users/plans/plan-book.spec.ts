import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { StartError } from '../../config/start-error.js';
import type { DomainEvent } from '../../events/domain-event.js';
import { EventBus } from '../../events/event-bus.js';
import { PlanBook } from './plan-book.js';

const shipped = readFileSync(new URL('../../../config/plans.yaml', import.meta.url), 'utf8');

describe('PlanBook', () => {
  let folder: string;
  let file: string;
  let told: DomainEvent[];

  const open = (settings: Record<string, string> = { PLANS_FILE: file }) => {
    const events = new EventBus();
    events.subscribe((event) => told.push(event));
    return new PlanBook(Configuration.parse(settings), events);
  };

  beforeEach(() => {
    Logger.overrideLogger(false);
    told = [];
    folder = mkdtempSync(join(tmpdir(), 'plans-'));
    file = join(folder, 'plans.yaml');
    writeFileSync(file, shipped);
  });
  afterEach(() => {
    Logger.overrideLogger(true);
    rmSync(folder, { recursive: true });
  });

  it('finds the shipped file by its default name', () => {
    const book = open({});
    expect(book.names()).toEqual(['free', 'pro', 'enterprise']);
    expect(book.default.name).toBe('free');
    expect(book.anonymous.requests.limit).toBe(10);
  });

  it('stops the start with every mistake of a bad file', () => {
    writeFileSync(file, shipped.replace('limit: 100,', 'limit: 0,').replace('window: 60s', 'window: 60'));
    expect(() => open()).toThrow(StartError);
    expect(() => open()).toThrow(
      /line \d+: plans\.anonymous\.requests\.window[^]*line \d+: plans\.pro\.requests\.limit/,
    );
  });

  it('stops the start when the file cannot be read', () => {
    expect(() => open({ PLANS_FILE: join(folder, 'none.yaml') })).toThrow(/cannot be read \(ENOENT\)/);
  });

  it('takes changed plans over and tells of it', () => {
    const book = open();
    writeFileSync(file, shipped.replace('limit: 100,', 'limit: 120,'));
    expect(book.reload()).toBe(true);
    expect(book.get('pro')?.requests.limit).toBe(120);
    expect(told.map((event) => event.type)).toEqual(['admin.config.changed']);
  });

  it('keeps the old plans when the changed file is wrong', () => {
    const book = open();
    writeFileSync(file, 'plans: [');
    expect(book.reload()).toBe(false);
    expect(book.get('pro')?.requests.limit).toBe(100);
    expect(book.problems).toEqual([expect.stringMatching(/^line 1: /)]);
    expect(told).toMatchObject([{ type: 'admin.config.changed', outcome: 'error', data: { mistakes: 1 } }]);
    writeFileSync(file, shipped);
    expect(book.reload()).toBe(true);
    expect(book.problems).toBeNull();
  });

  it('counts an account whose plan is gone by the default plan', () => {
    const book = open();
    expect(book.get('gold')).toBeUndefined();
    expect(book.of('gold').name).toBe('free');
    expect(book.of('pro').name).toBe('pro');
  });
});
