import { generateArchitecture } from '../generate-architecture.js';

async function factsOf(files: Record<string, string>) {
  const report = await generateArchitecture({
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    dropped: [],
  });
  return {
    routes: report.entry_points
      .filter(({ kind }) => kind === 'http-route')
      .map(({ name, framework }) => `${framework} ${name}`),
    programs: report.entry_points
      .filter(({ kind }) => kind !== 'http-route')
      .map(({ kind, name }) => `${kind} ${name}`),
    stores: report.data_stores,
    services: report.external_services,
    names: [...report.data_stores, ...report.external_services].map(({ name, confidence }) => `${name} ${confidence}`),
  };
}

describe('HTTP routes', () => {
  it('finds Express and Fastify routes, and no client call', async () => {
    const { routes } = await factsOf({
      'a.ts': `import express, { Router } from 'express'; const app = express(); const r = Router();
        app.get('/users', list); r.post('/users', create); app.all('/x', any); app.set('/no', 1); app.get('/setting');`,
      'b.ts': `import type { FastifyInstance } from 'fastify'; import 'fastify';
        export async function plugin(fastify: FastifyInstance) { fastify.delete('/users/:id', {}, remove); }`,
      'c.ts': `import axios from 'axios'; const api = axios.create(); api.get('/users', {}); axios.post('/users', {});`,
    });
    expect(routes).toEqual([
      'Express ANY /x',
      'Fastify DELETE /users/:id',
      'Express GET /users',
      'Express POST /users',
    ]);
  });

  it('joins NestJS controllers and methods', async () => {
    const { routes } = await factsOf({
      'a.controller.ts': `import { Controller, Get, Post } from '@nestjs/common';
        @Controller('orders') export class OrdersController { @Get() list() {} @Get(':id') one() {} @Post(['new', 'n']) make() {} helper() {} }
        @Controller({ path: 'admin' }) class Admin { @Get('/stats') stats() {} }
        class Plain { @Get('no') no() {} }`,
    });
    expect(routes).toEqual([
      'NestJS GET /admin/stats',
      'NestJS GET /orders',
      'NestJS GET /orders/:id',
      'NestJS POST /orders/new',
    ]);
  });

  it('finds Flask, FastAPI and Django routes with their prefixes', async () => {
    const { routes } = await factsOf({
      'flask_app.py': `from flask import Flask, Blueprint\napp = Flask(__name__)\nbp = Blueprint("x", __name__, url_prefix="/x")\n@app.route("/a", methods=["GET", "POST"])\ndef a(): pass\n@bp.get("/b")\ndef b(): pass\n`,
      'fast.py': `from fastapi import APIRouter\nrouter = APIRouter(prefix="/items")\n@router.get("/{id}")\nasync def one(id): pass\n@other.get("/no")\ndef no(): pass\n`,
      'urls.py': `from django.urls import include, path\nurlpatterns = [path("shop/", views.shop), path("api/", include("api.urls"))]\n`,
    });
    expect(routes).toEqual([
      'Django ANY /shop',
      'Flask GET /a',
      'FastAPI GET /items/{id}',
      'Flask GET /x/b',
      'Flask POST /a',
    ]);
  });
});

describe('programs', () => {
  it('come from manifests and main guards, not from build scripts or tests', async () => {
    const { programs } = await factsOf({
      'package.json':
        '{"name":"@acme/tool","main":"./lib/index.js","bin":"./cli.js","scripts":{"start":"node .","test":"jest","build":"tsc"}}',
      'cli.js': '',
      'main.py': 'if __name__ == "__main__":\n    pass\n',
      'tests/test_main.py': 'if __name__ == "__main__":\n    pass\n',
    });
    expect(programs).toEqual(['command tool', 'main lib/index.js', 'main main.py', 'script start']);
  });
});

describe('data stores and services', () => {
  it('rest on imports in code, with the line as evidence', async () => {
    const { stores, services } = await factsOf({
      'src/db/pool.ts': `// the pool\nimport { Pool } from 'pg';\nnew Pool();\n`,
      'src/pay/stripe.ts': `import Stripe from 'stripe';\nnew Stripe('');\n`,
    });
    expect(stores).toEqual([
      expect.objectContaining({
        name: 'PostgreSQL',
        confidence: 0.95,
        used_by: ['c:src/db'],
        evidence: [{ path: 'src/db/pool.ts', line: 2, column: 1, text: `import { Pool } from 'pg';` }],
      }),
    ]);
    expect(services.map(({ name }) => name)).toEqual(['Stripe']);
  });

  it('do not rest on tests, types, words in comments, or development dependencies', async () => {
    const { names } = await factsOf({
      'src/a.ts': `// connects to redis and stripe\nimport type { Pool } from 'pg';\nimport { Kafka } from 'kafkajs';\nexport let p: Pool, k: Kafka;`,
      'src/a.spec.ts': `import { MongoClient } from 'mongodb';\nnew MongoClient('');`,
      'package.json': '{"devDependencies":{"mysql2":"1"},"dependencies":{"ioredis":"5"}}',
    });
    expect(names).toEqual(['Redis 0.5']);
  });

  it('count a mapper for the one specific store of its kind', async () => {
    const withDriver = await factsOf({
      'a.ts': `import { Kysely } from 'kysely'; import { Pool } from 'pg'; new Kysely(new Pool());`,
    });
    expect(withDriver.stores.map(({ name, via }) => [name, via])).toEqual([['PostgreSQL', ['kysely', 'pg']]]);
    const alone = await factsOf({ 'a.py': 'from sqlalchemy import select\nfrom django.db import models\n' });
    expect(alone.stores.map(({ name, via }) => [name, via])).toEqual([['SQL database', ['django.db', 'sqlalchemy']]]);
  });

  it('read what Python projects declare', async () => {
    const pyproject = '[project]\nname = "x"\ndependencies = [\n  "psycopg[binary]>=3",\n  "httpx",\n]\n';
    const { stores } = await factsOf({ 'pyproject.toml': pyproject, 'app.py': '' });
    expect(stores).toEqual([
      expect.objectContaining({
        name: 'PostgreSQL',
        confidence: 0.5,
        evidence: [expect.objectContaining({ line: 4 })],
      }),
    ]);
  });

  it('name services by the addresses that code calls, except its own', async () => {
    const { names } = await factsOf({
      'a.ts': `fetch('https://api.weather.gov/points'); fetch('http://localhost:3000/x'); fetch('https://example.com/'); log('https://docs.site.dev/');`,
      'b.py': 'import httpx\nhttpx.post("https://api.openai.com/v1/chat", json={})\n',
    });
    expect(names).toEqual(['api.weather.gov 0.8', 'OpenAI 0.8']);
  });
});
