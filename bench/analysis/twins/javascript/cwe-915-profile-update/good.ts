import { Router, type Request, type Response } from 'express';
import { model, Schema } from 'mongoose';

const User = model(
  'User',
  new Schema({ email: String, name: String, bio: String, role: { type: String, default: 'member' } }),
);

export const router = Router();

router.put('/users/me', async (req: Request, res: Response) => {
  const { name, bio } = req.body;
  const changes = { name: String(name), bio: String(bio) };
  const user = await User.findByIdAndUpdate(req.session.userId, changes, { new: true });
  if (user === null) {
    res.sendStatus(404);
    return;
  }
  res.json({ name: user.name, bio: user.bio });
});
