using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

var app = WebApplication.CreateBuilder(args).Build();

app.MapGet("/", (HttpRequest request, HtmlEncoder encoder) =>
{
    var name = request.Cookies["display-name"] ?? "guest";
    var city = request.Query["city"].ToString();

    var html = new StringBuilder("<!doctype html><title>Start</title>");
    html.Append("<p>Hello ").Append(name).Append("</p>");
    if (city.Length > 0)
    {
        html.Append("<p>Weather in ").Append(encoder.Encode(city)).Append("</p>");
    }

    return Results.Content(html.ToString(), "text/html; charset=utf-8");
});

app.Run();
