import { csvRow } from './csv.js';

describe('csv', () => {
  it('quotes what RFC 4180 wants quoted, and defuses what a spreadsheet would run', () => {
    const row = ['a', '=1+1', '+1', '-1', '@x', ' =x', '＝x', '\tx', '\r=x', 'b"c', 'd,e', 'f\ng', -1, null];
    const cells = `a,'=1+1,'+1,'-1,'@x,' =x,'＝x,'\tx,"'\r=x","b""c","d,e","f\ng",-1,`;
    expect(csvRow(row)).toBe(`${cells}\r\n`);
  });
});
