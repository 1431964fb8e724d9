import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AnswerAppealDto, OpenAppealDto } from './appeals.dto.js';

const wrong = (dto: object) => validateSync(dto).map(({ property }) => property);
const opened = (text: string) => wrong(plainToInstance(OpenAppealDto, { text }));
const answered = (answer: string) => wrong(plainToInstance(AnswerAppealDto, { status: 'accepted', answer }));

describe('the text of an appeal and of its answer', () => {
  it.each(['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'])(
    'holds nothing that turns the direction of writing (%j)',
    (mark) => {
      expect(opened(`You are ${mark}thgir`)).toEqual(['text']);
      expect(answered(`You are ${mark}thgir`)).toEqual(['answer']);
    },
  );

  it.each(['\u0000', '\u0008', '\u000b', '\u001b[2J', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029'])(
    'holds no control character and no other end of a line (%j)',
    (character) => {
      expect(opened(`x${character}y`)).toEqual(['text']);
      expect(answered(`x${character}y`)).toEqual(['answer']);
    },
  );

  it.each(['two\nlines\tand a tab', 'خطأ في الحد، وهو ‏5‎ فقط', 'הגבלה שגויה', '=1+1 <b> 👩\u200d💻'])(
    'holds what people write, also from right to left (%j)',
    (text) => {
      expect(opened(text)).toEqual([]);
      expect(answered(text)).toEqual([]);
    },
  );
});
