class PostsController < ApplicationController
  def index
    posts = Post.limit(100)
    authors = Author.where(id: posts.map(&:author_id)).index_by(&:id)
    rows = posts.map do |post|
      { title: post.title, author: authors[post.author_id].name }
    end
    render json: rows
  end
end
