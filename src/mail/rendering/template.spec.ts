import { escapeHtml, fill, plain } from './template.js';

describe('fill', () => {
  it('escapes what stands in two braces and only that', () => {
    expect(fill('{{a}} {{{a}}}', { a: '<b>' }, escapeHtml)).toBe('&lt;b&gt; <b>');
  });

  it('looks at a value once: one that looks like a place is not filled', () => {
    expect(fill('{{a}}', { a: '{{b}}', b: 'secret' }, plain)).toBe('{{b}}');
  });

  it('refuses a template with a place that has no value', () => {
    expect(() => fill('{{missing}}', {}, plain)).toThrow('missing');
  });
});
