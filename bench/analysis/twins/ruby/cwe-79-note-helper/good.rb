module NotesHelper
  def highlighted(term)
    text = params[:text].to_s
    marked = ERB::Util.html_escape(text).gsub("*", "<mark>*</mark>")
    marked.html_safe
  end
end
