import express, { type Request, type Response } from 'express';

type Cell = string | number;
type Sheet = Map<string, Cell>;

const OPERATORS: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

class Formula {
  private readonly words: string[];

  constructor(private readonly text: string) {
    this.words = text.match(/[A-Z]+\d+|\d+(?:\.\d+)?|[-+*/]/g) ?? [];
  }

  get cells(): string[] {
    return this.words.filter((word) => /^[A-Z]+\d+$/.test(word));
  }

  value(sheet: Sheet): number {
    const numbers = this.words.filter((word) => !(word in OPERATORS));
    const operators = this.words.filter((word) => word in OPERATORS);
    const values = numbers.map((word) => Number(sheet.get(word) ?? word));
    return values.slice(1).reduce((sum, value, index) => OPERATORS[operators[index] ?? '+'](sum, value), values[0]);
  }
}

export class Workbook {
  private readonly sheets = new Map<string, Sheet>();

  open(name: string): Sheet {
    let sheet = this.sheets.get(name);
    if (sheet === undefined) {
      if (this.sheets.size >= 500) {
        throw new RangeError('too many sheets');
      }
      sheet = new Map();
      this.sheets.set(name, sheet);
    }
    return sheet;
  }

  show(name: string): Record<string, Cell> {
    const sheet = this.open(name);
    const shown: Record<string, Cell> = Object.create(null);
    for (const [cell, content] of sheet) {
      const isFormula = typeof content === 'string' && content.startsWith('=');
      shown[cell] = isFormula ? new Formula(content.slice(1)).value(sheet) : content;
    }
    return shown;
  }
}

const CELL = /^[A-Z]{1,2}\d{1,3}$/;

export function routes(workbook: Workbook) {
  const router = express.Router();

  router.put('/sheets/:sheet/:cell', express.json(), (req: Request, res: Response) => {
    const { sheet, cell } = req.params;
    const content: unknown = req.body?.content;
    if (!CELL.test(cell) || (typeof content !== 'string' && typeof content !== 'number')) {
      res.status(400).json({ error: 'cell' });
      return;
    }
    if (String(content).length > 200) {
      res.status(413).json({ error: 'content' });
      return;
    }
    workbook.open(sheet).set(cell, content);
    res.sendStatus(204);
  });

  router.get('/sheets/:sheet', (req: Request, res: Response) => {
    res.json(workbook.show(req.params.sheet));
  });

  return router;
}
