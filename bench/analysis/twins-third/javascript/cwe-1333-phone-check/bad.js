const Koa = require('koa');
const Router = require('@koa/router');
const { koaBody } = require('koa-body');

const PHONE = /^(\+?\d+[ -]?)+$/;

const app = new Koa();
const router = new Router();

router.post('/contacts', (ctx) => {
  const { name, phone } = ctx.request.body;
  if (typeof name !== 'string' || typeof phone !== 'string') {
    ctx.throw(400, 'name and phone');
  }
  if (!PHONE.test(phone.trim())) {
    ctx.throw(422, 'phone');
  }
  ctx.status = 201;
  ctx.body = { name, phone: phone.replace(/[ -]/g, '') };
});

app.use(koaBody());
app.use(router.routes()).use(router.allowedMethods());
app.listen(3000);
