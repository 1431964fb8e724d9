using System;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;

public class PreviewController : Controller
{
    private static readonly HttpClient Client = new HttpClient();

    [HttpGet("/preview")]
    public async Task<IActionResult> Preview(string url)
    {
        var uri = new Uri(url);
        if (uri.Scheme != "https" || uri.Host != "news.example.org")
        {
            return BadRequest();
        }
        var body = await Client.GetStringAsync(uri);
        return Ok(body.Length);
    }
}
