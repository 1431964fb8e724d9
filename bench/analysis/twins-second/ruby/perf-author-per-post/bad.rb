class PostsController < ApplicationController
  def index
    posts = Post.limit(100)
    rows = posts.map do |post|
      { title: post.title, author: Author.find(post.author_id).name }
    end
    render json: rows
  end
end
