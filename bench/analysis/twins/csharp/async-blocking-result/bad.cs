using Microsoft.AspNetCore.Mvc;

public class RatesController : Controller
{
    private readonly HttpClient _http;

    public RatesController(HttpClient http) => _http = http;

    [HttpGet("/rates/{currency:alpha}")]
    public IActionResult Get(string currency)
    {
        var body = _http.GetStringAsync($"https://rates.example/{currency}").Result;
        return Content(body, "application/json");
    }
}
