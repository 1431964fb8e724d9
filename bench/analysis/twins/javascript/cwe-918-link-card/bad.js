const Koa = require('koa');
const Router = require('@koa/router');
const axios = require('axios');

const app = new Koa();
const router = new Router();

const PROVIDERS = { youtube: 'https://www.youtube.com/oembed', vimeo: 'https://vimeo.com/api/oembed.json' };

router.get('/card', async (ctx) => {
  const { provider, id } = ctx.query;
  const endpoint = PROVIDERS[provider] || provider;
  const { data } = await axios.get(endpoint, { params: { url: id }, timeout: 3000 });
  ctx.body = { title: data.title, author: data.author_name };
});

app.use(router.routes());
app.listen(3000);
