class FeedController < ApplicationController
  def index
    posts = Post.where(published: true).limit(50)
    items = posts.map do |post|
      author = User.find(post.author_id)
      { title: post.title, author: author.name }
    end
    render json: items
  end
end
