const express = require('express');

const app = express();
app.use(express.json());

const RULES = {
  weekday: 'hours * rate',
  weekend: 'hours * rate * 1.5',
};

function compile(rule) {
  return new Function('hours', 'rate', `return (${rule});`);
}

app.post('/pay', (req, res) => {
  const { rule, hours, rate } = req.body;
  const source = Object.hasOwn(RULES, rule) ? RULES[rule] : RULES.weekday;
  res.json({ pay: compile(source)(Number(hours), Number(rate)) });
});
