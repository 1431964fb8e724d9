using System.Net;
using Microsoft.AspNetCore.Mvc;

public class BadgeController : Controller
{
    [HttpGet("/badge")]
    public ContentResult Badge(string label, int count)
    {
        var text = label.ToUpperInvariant();
        return Content("<span class=\"badge\">" + text + " " + count + "</span>", "text/html");
    }
}
