using System.Net;
using Microsoft.AspNetCore.Mvc;

public class GreetingController : Controller
{
    private static string Page(string body) => "<!doctype html><body>" + body + "</body>";

    [HttpGet("/greeting")]
    public ContentResult Greet(string name)
    {
        var shown = WebUtility.HtmlEncode(name.Trim());
        return Content(Page("<h1>Hello " + shown + "</h1>"), "text/html");
    }
}
