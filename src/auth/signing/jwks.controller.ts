import type { JsonWebKey } from 'node:crypto';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { KeyRing } from './key-ring.js';

const exampleKey: JsonWebKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: 'q8Zt3vN7rX1m',
  alg: 'EdDSA',
  use: 'sig',
};

@ApiTags('Auth')
@Public()
@Controller('.well-known')
export class JwksController {
  constructor(private readonly ring: KeyRing) {}

  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiRoute({
    summary: 'Public keys that access tokens are signed with',
    description:
      'The next key, the one that signs and those that only verify. Empty while tokens are signed with a shared secret ' +
      '(HS256): that is never published.',
    answers: { 200: { description: 'A JSON Web Key Set (RFC 7517)', example: { keys: [exampleKey] } } },
  })
  keys(): { keys: JsonWebKey[] } {
    return this.ring.publicKeys();
  }
}
