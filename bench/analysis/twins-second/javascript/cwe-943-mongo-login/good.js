const express = require('express');
const { MongoClient } = require('mongodb');

const app = express();
app.use(express.json());
const users = new MongoClient('mongodb://localhost').db('shop').collection('users');

app.post('/login', async (req, res) => {
  const { email, code } = req.body;
  if (typeof email !== 'string' || typeof code !== 'string') {
    return res.status(400).end();
  }
  const user = await users.findOne({ email, code });
  return res.status(user ? 204 : 401).end();
});

app.listen(3000);
