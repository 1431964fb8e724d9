const { Author, Post } = require('./models');

async function frontPage() {
  const posts = await Post.findAll({ order: [['createdAt', 'DESC']], limit: 50 });
  const result = [];
  for (const post of posts) {
    const author = await Author.findByPk(post.authorId);
    result.push({ title: post.title, author: author.name });
  }
  return result;
}

module.exports = { frontPage };
