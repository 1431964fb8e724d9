const express = require('express');

const app = express();
app.use(express.json());

const OPERATORS = {
  lt: (a, b) => a < b,
  gt: (a, b) => a > b,
};
const rows = [{ price: 5 }, { price: 12 }];

app.post('/filter', (req, res) => {
  const { operator, value } = req.body;
  const test = OPERATORS[operator] ?? new Function('a', 'b', `return a ${operator} b`);
  res.json(rows.filter((row) => test(row.price, Number(value))));
});

app.listen(3000);
