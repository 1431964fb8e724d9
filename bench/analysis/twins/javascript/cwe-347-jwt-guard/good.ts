import type { NextFunction, Request, Response } from 'express';
import jwt, { type JwtPayload } from 'jsonwebtoken';

const key = process.env.JWT_PUBLIC_KEY ?? '';

function claimsOf(token: string): JwtPayload | null {
  try {
    return jwt.verify(token, key, { algorithms: ['RS256'] }) as JwtPayload;
  } catch {
    return null;
  }
}

export function requireAdmin(req: Request, res: Response, next: NextFunction) {
  const token = (req.headers.authorization ?? '').replace(/^Bearer /, '');
  const claims = claimsOf(token);
  if (claims === null || claims.role !== 'admin') {
    res.sendStatus(403);
    return;
  }
  next();
}
