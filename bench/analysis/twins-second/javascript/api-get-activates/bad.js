const express = require('express');

const app = express();
const members = new Map([['1', { active: false }]]);

app.get('/members/:id', (req, res) => {
  const member = members.get(req.params.id);
  return member ? res.json(member) : res.status(404).end();
});

app.get('/members/:id/activate', (req, res) => {
  const member = members.get(req.params.id);
  if (!member) return res.status(404).end();
  member.active = true;
  return res.status(204).end();
});

app.listen(3000);
