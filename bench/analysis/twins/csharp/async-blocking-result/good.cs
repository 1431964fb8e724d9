using Microsoft.AspNetCore.Mvc;

public class RatesController : Controller
{
    private readonly HttpClient _http;

    public RatesController(HttpClient http) => _http = http;

    [HttpGet("/rates/{currency:alpha}")]
    public async Task<IActionResult> Get(string currency)
    {
        var body = await _http.GetStringAsync($"https://rates.example/{currency}");
        return Content(body, "application/json");
    }
}
