const express = require('express');
const bcrypt = require('bcrypt');
const { MongoClient } = require('mongodb');

const client = new MongoClient(process.env.MONGO_URL);
const users = client.db('club').collection('users');
const router = express.Router();
router.use(express.json());

router.post('/pin-login', async (req, res) => {
  const { card, pin } = req.body;
  if (typeof card !== 'string' || typeof pin !== 'string') {
    return res.sendStatus(400);
  }
  const user = await users.findOne({ card, pin });
  if (!user) return res.sendStatus(401);
  req.session.user = user._id;
  return res.json({ name: user.name });
});

module.exports = router;
