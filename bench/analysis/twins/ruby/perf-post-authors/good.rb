class FeedController < ApplicationController
  def index
    posts = Post.where(published: true).includes(:author).limit(50)
    items = posts.map do |post|
      author = post.author
      { title: post.title, author: author.name }
    end
    render json: items
  end
end
