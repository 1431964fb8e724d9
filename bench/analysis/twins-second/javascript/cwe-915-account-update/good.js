const express = require('express');
const mongoose = require('mongoose');

const Account = mongoose.model('Account', new mongoose.Schema({ name: String, city: String, role: String }));
const app = express();
app.use(express.json());

app.patch('/accounts/:id', async (req, res) => {
  const account = await Account.findById(String(req.params.id));
  if (!account) return res.status(404).end();
  const { name, city } = req.body;
  Object.assign(account, { name: String(name), city: String(city) });
  await account.save();
  return res.status(204).end();
});

app.listen(3000);
