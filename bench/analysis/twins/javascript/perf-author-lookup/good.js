const { Author, Post } = require('./models');

async function frontPage() {
  const posts = await Post.findAll({ order: [['createdAt', 'DESC']], limit: 50 });
  const authors = await Author.findAll({ where: { id: posts.map((post) => post.authorId) } });
  const names = new Map(authors.map((author) => [author.id, author.name]));
  return posts.map((post) => ({ title: post.title, author: names.get(post.authorId) }));
}

module.exports = { frontPage };
