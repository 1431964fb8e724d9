import type { Problem } from '../../../problem/problem.js';
import { readJsonRequest } from './json-request.js';

function refusal(body: unknown): Problem {
  try {
    readJsonRequest(body);
  } catch (error) {
    return error as Problem;
  }
  throw new Error('it was accepted');
}

const pointers = (body: unknown) => refusal(body).errors?.map(({ pointer, code }) => `${pointer} ${code}`);

describe('readJsonRequest', () => {
  it('takes files in any order', () => {
    const { files, bytes } = readJsonRequest({ files: [{ path: './src/ä.ts', content: 'é' }] });
    expect(files).toEqual([{ path: 'src/ä.ts', content: 'é' }]);
    expect(bytes).toBe(2);
  });

  it('names every mistake at once', () => {
    expect(
      pointers({
        files: [{ path: '../a.ts', content: 1 }, 'x', { content: '' }, { path: 'a.ts', content: '', mode: 1 }],
        'other/one': 1,
      }),
    ).toEqual(['/other~1one unknown_field']);
    expect(
      pointers({
        files: [{ path: '../a.ts', content: 1 }, 'x', { content: '' }, { path: 'a.ts', content: '', mode: 1 }],
      }),
    ).toEqual([
      '/files/0/path relative_path',
      '/files/0/content is_string',
      '/files/1 is_object',
      '/files/2/path required',
      '/files/3/mode unknown_field',
    ]);
  });

  it.each([null, [], 'x', 1, undefined])('refuses a body of %j', (body) => {
    expect(refusal(body).code).toBe('validation_failed');
  });

  it('wants exactly one source', () => {
    expect(pointers({})).toEqual([' one_source']);
    expect(pointers({ files: [], analysis_id: 'x' })).toEqual([' one_source']);
    expect(pointers({ files: {} })).toEqual(['/files is_array']);
  });

  it.each(['analysis_id', 'requirements'])('says that %s comes later', (key) => {
    expect(refusal({ [key]: {} })).toMatchObject({ code: 'not_supported', detail: expect.stringContaining(key) });
  });

  it('has nothing to analyse without source', () => {
    expect(refusal({ files: [] }).code).toBe('nothing_to_analyse');
    expect(refusal({ files: [{ path: 'a.md', content: '' }] }).code).toBe('nothing_to_analyse');
  });
});
