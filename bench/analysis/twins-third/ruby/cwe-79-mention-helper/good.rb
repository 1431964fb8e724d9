# frozen_string_literal: true

module CommentsHelper
  MENTION = /@([a-z0-9_]{3,20})/

  # Turns the names in a comment into links.
  def with_mentions(comment)
    text = ERB::Util.html_escape(comment.body.to_s)
    text.to_str.gsub(MENTION) do |mention|
      link_to(mention, profile_path(mention.delete_prefix("@")))
    end.html_safe
  end

  def author_line(comment)
    tag.p(class: "author") do
      safe_join([comment.author.name, time_tag(comment.created_at)], ", ")
    end
  end
end
