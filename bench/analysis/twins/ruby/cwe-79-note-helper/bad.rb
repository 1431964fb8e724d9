module NotesHelper
  def highlighted(term)
    text = params[:text].to_s
    marked = text.gsub(term, "<mark>#{term}</mark>")
    marked.html_safe
  end
end
