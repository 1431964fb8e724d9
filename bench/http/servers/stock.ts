import { randomBytes } from 'node:crypto';
import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { answer } from './answer.js';
import { serve } from './serve.js';

/** What the framework's own documentation builds: passport-jwt with the secret as a text, and the stock throttler. */
const secret = randomBytes(48).toString('base64url');

@Injectable()
class StockStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), ignoreExpiration: false, secretOrKey: secret });
  }

  validate(payload: { sub: string; email: string }) {
    return { userId: payload.sub, email: payload.email };
  }
}

@Controller('bench')
@UseGuards(AuthGuard('jwt'), ThrottlerGuard)
class StockController {
  @Get('stock')
  stock() {
    return answer;
  }
}

@Module({
  imports: [
    JwtModule.register({ secret, signOptions: { expiresIn: '1h' } }),
    ThrottlerModule.forRoot({ throttlers: [{ ttl: 60_000, limit: 1_000_000_000 }] }),
  ],
  controllers: [StockController],
  providers: [StockStrategy],
})
class StockModule {}

const app = await NestFactory.create<NestFastifyApplication>(StockModule, new FastifyAdapter(), { logger: false });
await serve(app, app.get(JwtService).sign({ sub: 'a-user', email: 'ada@example.org' }));
