const { randomBytes } = require('node:crypto');
const express = require('express');

const app = express();
const invitations = new Map();

function inviteToken() {
  let token = '';
  while (token.length < 32) token += Math.floor(Math.random() * 36).toString(36);
  return token;
}

const jitter = () => 100 + Math.random() * 50;

app.post('/invitations', (req, res) => {
  const token = inviteToken();
  invitations.set(token, Date.now() + 86_400_000);
  setTimeout(() => res.status(201).json({ token }), jitter());
});

app.listen(3000);
