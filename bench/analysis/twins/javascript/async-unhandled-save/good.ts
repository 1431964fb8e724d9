import { Router, type Request, type Response } from 'express';

interface Store {
  save(record: { id: string; amount: number }): Promise<void>;
}

async function persist(store: Store, id: string, amount: number): Promise<void> {
  await store.save({ id, amount });
}

export function routes(store: Store): Router {
  const router = Router();
  router.post('/transfers/:id', async (req: Request, res: Response) => {
    const amount = Number(req.body.amount);
    await persist(store, req.params.id, amount);
    res.status(201).json({ id: req.params.id });
  });
  return router;
}
