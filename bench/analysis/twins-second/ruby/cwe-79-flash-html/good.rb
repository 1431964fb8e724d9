module GreetingHelper
  def greeting
    name = params[:name].to_s.strip
    "<b>Hello #{ERB::Util.html_escape(name)}</b>".html_safe
  end

  def separator
    "<hr>".html_safe
  end
end
