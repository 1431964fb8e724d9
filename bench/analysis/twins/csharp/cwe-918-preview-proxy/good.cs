using Microsoft.AspNetCore.Mvc;

[ApiController]
public class PreviewController : ControllerBase
{
    private static readonly HashSet<string> Sources = new() { "https://news.example", "https://blog.example" };
    private readonly HttpClient _http;

    public PreviewController(HttpClient http) => _http = http;

    [HttpGet("preview")]
    public async Task<IActionResult> Get([FromQuery] string source)
    {
        if (!Sources.Contains(source)) return BadRequest();
        var html = await _http.GetStringAsync(source);
        return Ok(new { length = html.Length });
    }
}
